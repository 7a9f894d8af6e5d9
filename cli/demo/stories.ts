/** The stories of the demo. Nobody lived them, and each says so at its end. `photograph`: its id. */
export type Told = { title: string; body: string };

const madeUp = '*A made-up story for the demo. Nobody in it is or was anybody.*';

function told(title: string, ...paragraphs: string[]): Told {
	return { title, body: `${[...paragraphs, madeUp].join('\n\n')}\n` };
}

function photograph(id: string, caption: string): string {
	return `![${caption}](keepsake:${id})`;
}

const robinBefore = [
	'He came on a Saturday, a little after six, while the street lamps were still on. We had known since the evening before that he would not cry. Nobody can tell you how to wait for a birth like that, so we did what we do when we wait: Tom counted the tiles on the ceiling, and I counted them again to check.',
	'He had Tom’s chin. I had not expected to recognise anybody.'
];
const robinAfter = [
	'The midwife asked whether she might tell him about the weather. She put up the blind and said: it is a clear morning, Robin, and there is frost on the cars. I think about that more than about anything else. Somebody told him what sort of a day it was.',
	'We had him with us until the evening. I was afraid that I would forget his weight, and I have not. It is in my arms when I carry the shopping, or somebody’s coat.',
	'If you are where we were: you can hold him, and you can also not. You can ask for the blind to be up. Nobody should hurry you, and if somebody does, you may say: not yet.'
];
const robinSince = [
	'It has been a while now. We say his name at the table, and it no longer stops the talk; it belongs to it. Tom still counts tiles.'
];

/** Shared with those who have been through it, its photograph covered. */
export const theMorning = (blanket: string): Told =>
	told(
		'The morning Robin came',
		...robinBefore,
		photograph(blanket, 'His blanket.'),
		...robinAfter
	);

/** The same later, with some more words and the view from the window: proposed for anyone. */
export const theMorningSince = (blanket: string, view: string): Told =>
	told(
		'The morning Robin came',
		...robinBefore,
		photograph(blanket, 'His blanket.'),
		...robinAfter,
		photograph(view, 'What he would have seen.'),
		...robinSince
	);

/** Tom's, for the family they invited. */
export const theBlanket = (branch: string): Told =>
	told(
		'What became of the blanket',
		'Mum, you asked what became of the blue blanket, and I said that I did not know. I did know. I only could not say it with Wren in the room, because we had not yet found out which of us was allowed to cry first.',
		'It is in the drawer under the window. I take it out on Sundays. It has stopped smelling of the hospital and now it smells of the drawer, and both of these made me sad in turn.',
		photograph(branch, 'From the tree behind your house.'),
		'The branch you brought us has been put into water three times, and it has grown a root. Wren says we may plant it. I would like you to be there, and I would like you to bring the small spade.',
		'You do not have to find the right words. You knitted them.'
	);

/** Wren's own words: no keepsake, nobody else's name. */
export const backAtWork = told(
	'The first Monday back',
	'I had practised a sentence in the car. *Thank you, it was very hard, and I would like to talk about the spreadsheet.* I said it eleven times before lunch, and it worked each time, and by noon I hated it.',
	'What helped was the man from the post room, who put down the parcels and said: I do not know what to say to you. And then he stayed for a minute, not saying it.',
	'If somebody you work with comes back: say the name, if you were told it. Ask what they would like you to do, and then do that and not something cleverer. And do not take them off the list for the Christmas raffle. I noticed.'
);

/** Wren's, begun and not finished. */
export const aLetter: Told = {
	title: 'For you, when I can finish it',
	body: 'Dear Robin,\n\nI have begun this a good many times. The other beginnings were better.\n'
};

/** Ada's: an early loss, no photographs, no name. */
export const nineDays = told(
	'Nine days of knowing',
	'I knew for nine days. On the first I told nobody, because it was mine. On the second I bought a lemon, because a book said that one day it would be as large as that, and put it in a bowl where I could see it.',
	'By the tenth day there was nothing to know any more. People who meant well said that it was early. It was. It was also the whole of it: everything that was ever going to happen to the two of us happened in those nine days, and I was there for every one.',
	'There is no photograph, and no name. I tried some names afterwards, and none of them wanted to stay. So I have words, and a bowl, and each spring I buy one lemon and tell nobody why.',
	'Now I have told you.'
);

/** Ada's second. */
export const theQuestion = told(
	'When they ask whether I have children',
	'There are three answers, and I never know beforehand which one will come out.',
	'*No*, in the queue at the bank. It is quick, and it is not true, and I feel it all the way home.',
	'*Not with me*, to people with kind faces. Most of them nod. One woman took off her glove and held my hand, in the bus, for two stops.',
	'*It is a long story*, to everybody else. It is in fact a short one. But it is long to carry.'
);

/** Sol and Mika's: shared with everybody, one photograph open by agreement. */
export const twoDays = (shore: string, hat: string): Told =>
	told(
		'Two days with Nell',
		'Nell lived for two days, and they were ordinary days. I would like that to be known. She slept, she was washed, she did not care for her hat. Mika read her the bus timetable, because it was the only thing in the bag that was not a form.',
		photograph(hat, 'The hat she did not care for.'),
		'We had been told, and so we knew that there would not be a third. People ask how one bears that. I think one does not bear it; one changes a nappy, and then it is evening.',
		'On the second afternoon a nurse wheeled the bed to the end of the corridor, where there is a door to a flat roof, and we were outside with her for as long as it took a cloud to cross. She had wind on her face. She frowned at it. It is the best thing I have ever seen.',
		photograph(shore, 'Where we go on her days.'),
		'Since then we go to the sea at the beginning of October. We do not do anything there. We let the wind have a go at us.'
	);

/** Sol's, shared by Sol's yes and by what Mika left to Sol. */
export const secondWinter = (lamp: string): Told =>
	told(
		'The second winter',
		'Everybody is there for the first one. They bring soup. In the second winter the dishes have all been given back, and it is you who has to say: it is still so.',
		'This is what helped us, in no order. A lamp that stays on in the hall. Not hosting anything. A friend who writes on the second of each month, always only *thinking of the three of you*, and has never once asked for an answer.',
		photograph(lamp, 'The lamp in the hall.'),
		'And to say *we are not going to be all right by then* when somebody names a date. It is surprising how often that is simply believed.'
	);

/** Mika's, shared for a time and brought back. */
export const theSongs = told(
	'Songs I cannot hear in shops',
	'There are four. I will not write down which, because then I would hear them while you read.',
	'In a shop I put down the basket and go. Sol has learned to look for the basket first and then for me. It has happened that another person was standing outside too, with that same face, and we nodded, and it was all right for the length of one song.'
);

/** Words that lie in a memory box and are for nobody else. */
export const words = {
	toRobin:
		'You had frost on your first morning. I wanted it written down somewhere that you had a first morning.\n\nWritten for the demo.',
	tomAlone: 'I have not told Wren that I drive past the hospital on purpose. Written for the demo.',
	ada: 'I did not know you long enough to be shy of you.\n\nWritten for the demo.',
	adaList:
		'What there was: a test, wrapped in tissue and then thrown away. A lemon. A page in the diary on which I had written only “so”.\n\nWritten for the demo.',
	mika: 'Bus 14, from the bridge: 6.02, 6.22, 6.42, 7.02. You listened to all of it.\n\nWritten for the demo.'
};
