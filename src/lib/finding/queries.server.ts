/** What others may ask of finding. */
export { nearStories, nearToStory } from './nearStories.server.ts';
export { readForFinding } from './readForFinding.server.ts';
export { searchStories } from './searchStories.server.ts';
