/** What ends, and what is taken back from ending; one file each below. */
export { closeAccount } from './closeAccount.server.ts';
export { keepAgain } from './keepAgain.server.ts';
