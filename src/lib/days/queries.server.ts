export { calendarFeed } from './calendar.server.ts';
export { daysPage } from './daysPage.server.ts';
export { heldNotices } from './heldNotices.server.ts';
