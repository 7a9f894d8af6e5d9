/** What other features and the pages may ask about meeting. Each looks as the viewer. */
export { leftOut, subjectsTyped } from './leaveOut.server.ts';
export { othersWith, type Others } from './others.server.ts';
