/** What is done with the log and with matters; one file each below. */
export { verifyLog } from './log/verifyLog.server.ts';
