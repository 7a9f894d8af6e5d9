export { helpForHost } from './hostPage.server.ts';
export { helpPage } from './page.server.ts';
