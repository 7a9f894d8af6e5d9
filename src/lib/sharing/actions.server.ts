/** What can be done about sharing. Each takes the session, locks the box and decides by itself. */
export { answerProposal, proposeAgain, reopenProposal, takeBackProposal } from './answer.server.ts';
export { bringBack, coverForAll } from './bringBack.server.ts';
export { put } from './decide.server.ts';
export { decideForMe, takeBackDelegation } from './delegate.server.ts';
export { keeping, type Actor, type Keeping } from './keeping.server.ts';
export { narrowGoing } from './narrow.server.ts';
export { proposeShare, sorry } from './proposeShare.server.ts';
export { remindOnce } from './remindOnce.server.ts';
export { putNoticesAside } from './notices.server.ts';
export { leaveWord } from './tell.server.ts';
