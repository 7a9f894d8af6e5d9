/** What is done with the log and with matters; one file each below. */
export { verifyLog } from './log/verifyLog.server.ts';
export { goOnFrom } from './log/heads.server.ts';
export { reportStory } from './report.server.ts';
export { passOnMatter, takeMatter } from './take.server.ts';
export { appealMatter, decideMatter } from './decide.server.ts';
export { coverAgain, lookAt, pictureBefore } from './look.server.ts';
export { liftInMatter, markInMatter } from './marks.server.ts';
export { stepBack } from './aside.server.ts';
export { beginSitting, endSitting } from './sitting.server.ts';
export { asHost, asModerator, asWatcher } from './watcher.server.ts';
export {
	invitePeer,
	setRequestAside,
	takeUpWelcome,
	welcomeOneself,
	welcomePeer
} from './peers.server.ts';
export { endModerator, nameModerator } from './moderators.server.ts';
export {
	appealSuspension,
	keepSuspension,
	liftSuspension,
	removeMember,
	suspendMember
} from './members.server.ts';
export { keepWatchSettings } from './settings.server.ts';
