export { askForDigest, confirmDigest, stopDigest, stopOwnDigest } from './asking.server.ts';
