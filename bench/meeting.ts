// `npm run bench -- meeting`: what finding one another by what was lived and said is worth.
import { measureFinding } from './meeting/finding.ts';
import { measureScreening } from './meeting/screening.ts';

export async function run(): Promise<void> {
	await measureFinding();
	await measureScreening();
}
