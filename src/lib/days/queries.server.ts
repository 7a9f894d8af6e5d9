export { heldNotices } from './heldNotices.server.ts';
