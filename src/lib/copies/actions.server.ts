/** What is done with copies that are put back; one file each below. */
export { answerArriving } from './back/arriving.server.ts';
export { leavePutBack, wantRest } from './back/decide.server.ts';
export { putBackFile } from './back/fromFile.server.ts';
export { NotBegun } from './back/notBegun.ts';
export { receiveCopy } from './back/receiveForm.server.ts';
export { sweepPutBacks } from './back/sweep.server.ts';
