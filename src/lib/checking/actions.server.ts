export { checkAllFiles } from './checkFiles.server.ts';
