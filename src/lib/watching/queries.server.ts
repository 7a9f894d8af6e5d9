/** What others may ask of those who watch; one file each below. */
export { matterPage } from './matterPage.server.ts';
export { queueOf } from './queue.server.ts';
export { moderatorHours, supportWords, watchSettings } from './settings.server.ts';
export { decisionsOn } from './decisionsOn.server.ts';
export { asideOf, asides } from './aside.server.ts';
export { sittingOf } from './sitting.server.ts';
export { lookAtWelcome, peersAsking, peersBy, type Asking, type Way } from './peers.server.ts';
export { memberAt, moderatorsOf } from './moderators.server.ts';
export { ownStanding, suspensionsAppealed } from './members.server.ts';
export { asCsv, asJsonLines, logPage } from './log/logPage.server.ts';
export { readLog } from './log/readLog.server.ts';
