/** What is done with keepsakes; one file each below. */
export { answerUpload } from './arriving/answerUpload.server.ts';
export { sweepUploads } from './arriving/sweepUploads.server.ts';
export { PartialStore } from './arriving/partialStore.server.ts';
export { receiveForm } from './arriving/receiveForm.server.ts';
export { uploadLocks } from './arriving/uploadLocks.server.ts';
export { askForAgain } from './making/askFor.server.ts';
export { decideHold, openAll, show } from './hold.server.ts';
export { removeUnused } from './leaving/removeUnused.server.ts';
export { putBackKeepsakes, type KeepsakePutBack } from './puttingBack.server.ts';
export { changeWords, putInWords, sayAbout } from './write.server.ts';
export { tryAgain } from './making/tryAgain.server.ts';
