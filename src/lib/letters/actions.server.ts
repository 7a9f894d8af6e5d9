/** What is done with answers to stories: "I am with you", and letters; one file each below. */
export {
	appealLetter,
	blockWriter,
	endLetters,
	passTrusted,
	reportLetter,
	sayName,
	takeBackName
} from './correspond.server.ts';
export { keepDraft, takeCopy, throwDraftAway } from './drafts.server.ts';
export { sendLetter } from './send.server.ts';
export { answerTrust, chooseWay, keepFace } from './settings.server.ts';
export { sayWithYou, takeBackWithYou } from './withYou.server.ts';
