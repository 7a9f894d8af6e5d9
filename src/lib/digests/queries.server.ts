export { digestOf } from './asking.server.ts';
export { storiesFeed } from './feed.server.ts';
