/** What can be done about the people of a box. Each takes the session and decides by itself. */
export { inviteGuest, inviteKeeper } from './invite.server.ts';
export { leaveBox } from './leave.server.ts';
export { blockGuest, liftBlock, withdrawGuest, withdrawInvitation } from './withdraw.server.ts';
