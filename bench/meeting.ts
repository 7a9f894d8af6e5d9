// `npm run bench -- meeting`: what finding one another by what was lived and said is worth.
import { measureScreening } from './meeting/screening.ts';

export async function run(): Promise<void> {
	await measureScreening();
}
