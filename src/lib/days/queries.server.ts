export { calendarFeed } from './calendar.server.ts';
export { daysPage } from './daysPage.server.ts';
export { heldNotices, type Held } from './heldNotices.server.ts';
