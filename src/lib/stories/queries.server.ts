/** What other features may ask of stories. */
export { keepsakesIn, plainText, renderStory } from './markdown.ts';
export { placeBelow, placeInBox, type PlaceOfParts } from './parts.ts';
export {
	isSeenKind,
	readingOf,
	shownAt,
	type KeepsakeSeen,
	type Known,
	type Reading
} from './reading.ts';
export { draftFor, ownDraft } from './writing/draftFor.server.ts';
export {
	readerOf,
	storiesForAnyone,
	storiesToMeet,
	type ToldReader
} from './listStories.server.ts';
export type { Asking } from './readStory.server.ts';
export { storiesToTake, type TakenStory } from './taking.server.ts';
export {
	audiencesOf,
	versionThing,
	viewerOf,
	type Judging,
	type SharedStory
} from './storyFacts.ts';
