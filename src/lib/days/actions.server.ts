export {
	endCalendar,
	keepDaySettings,
	nameDay,
	removeDay,
	renewCalendar,
	wishFor
} from './change.server.ts';
export { openAgain, stopForToday } from './stop.server.ts';
