/** What is done with stories; one file each below. */
export { putBackStories, type StoryPutBack } from './puttingBack.server.ts';
export { letGoStory, startStory, takeStoryBack } from './writing/startStory.server.ts';
export {
	addKeepsake,
	putAwayCopy,
	saveDraft,
	takeCopy,
	type Place
} from './writing/saveDraft.server.ts';
