/** What other features may ask of stories. */
export { keepsakesIn, opening, plainText, renderStory, type StoryBlock } from './markdown.ts';
export {
	arrange,
	readingOf,
	type PhotographSeen,
	type Reading,
	type ReadingBlock
} from './reading.ts';
export { draftFor, type Writing } from './writing/draftFor.server.ts';
