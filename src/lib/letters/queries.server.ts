/** What others may ask of answers to stories. */
export { answeringStory, type AnsweringStory } from './answering.server.ts';
export { correspondence } from './correspondence.server.ts';
export { letterBefore, type LetterBefore } from './letterBefore.server.ts';
export { lettersPage } from './lettersPage.server.ts';
export { readingFirst } from './readingFirst.server.ts';
export { letterSettings } from './settings.server.ts';
export { withUs } from './withUs.server.ts';
export { writingTo } from './writing.server.ts';
