/** What others may ask of finding. */
export { nearStories } from './nearStories.server.ts';
export { readForFinding } from './readForFinding.server.ts';
export { searchStories } from './searchStories.server.ts';
