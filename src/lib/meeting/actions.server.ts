/** What can be done about meeting. */
export { leaveOut } from './leaveOut.server.ts';
export { liftMark, markSubject } from './mark.server.ts';
