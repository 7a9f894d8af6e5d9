import { describe, expect, it } from 'vitest';
import { brokenRule } from './rules.ts';

describe('what suggests danger now', () => {
	it.each([
		'I don’t want to be here any more.',
		'I just want to be with her.',
		'Most nights I pray that I do not wake up.',
		'I wanted to die when he died, and I still do.',
		'I keep thinking about driving into the wall.',
		'There is no point in living without them.',
		'im so tired of being alive',
		'I have been saving my tablets and there are enough of them.',
		'I am standing on the bridge.',
		'I have written my goodbyes and my will.',
		'This is my last letter to anyone.',
		'I have given away all my things.',
		'Look after her grave when I am gone, please.',
		'They would all be happier without me.',
		'Nobody would even notice if I was gone.',
		'I have started cutting my arms again.',
		'I do not trust myself tonight.',
		'My husband hits me when he has been drinking.',
		'He says he’ll kill me if I tell anybody.',
		'He won’t let me out, and if he finds this he will be furious.',
		'I’m scared of my partner.',
		'I am afraid that I will hurt the baby.',
		'I have thoughts of drowning my little girl.',
		'My stepfather touches my sister’s little girl.',
		'I have not felt him move since yesterday.',
		'My sister says she wants to be with the baby.',
		'My wife is talking about suicide.',
		'I’m worried that my husband will do something to himself.',
		'You wrote that you do not want to live.',
		'It would be a relief to be dead.',
		'I might as well be dead.',
		'All I want is to be with my little boy.',
		'My arms are covered in cuts.',
		'He grabbed me by the throat.',
		'I have to be quick, he is in the next room and he would kill me.'
	])('leads to a person: %s', (sentence) => {
		expect(brokenRule(sentence)).toBe('danger');
	});

	it.each([
		'I wanted to die when he died.',
		'For a year I did not want to live.',
		'I used to think that they would be better off without me.',
		'There was a time when I thought of ending it all.',
		'I am dying to hear how the garden does.',
		'I kill myself inside each time I say that I have one child.',
		'We said goodbye to her in the chapel.',
		'I gave his clothes away last spring.',
		'I want to be with her on her birthday, so we go to the grave.',
		'I will be with you in my thoughts on Friday.',
		'This is my last letter before the holidays.',
		'She kicked me under the ribs all night.',
		'My husband held me all night.',
		'My wife pushed me away for a year.',
		'They gave me tablets to dry up the milk.',
		'I could not breathe when they told me.',
		'I bled for six weeks.',
		'Who will remember her when I am gone?',
		'I do not want to be here for the party, so we are going to the sea.',
		'I was afraid of hurting her, she was so small.',
		'He hit me when we were children.',
		'I begged them to let me die, there in the delivery room.',
		'I had the knife in my hand to cut his cake.',
		'I cannot wait to see him again one day.',
		'I can’t go on Facebook without seeing a scan.'
	])('is not found in grief, nor in what is long past: %s', (sentence) => {
		expect(brokenRule(sentence)).toBeNull();
	});
});
