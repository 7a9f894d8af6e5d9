import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Real files that nobody here made, where they lie beside the project. */
const shared =
	process.env.LAMPLIGHT_SHARED_DATA ?? join(import.meta.dirname, '../../../shared/data');

export const haveRealPhotographs = existsSync(join(shared, 'photos'));

/** Every file of a folder of real photographs, as paths. */
export function realPhotographs(...folders: string[]): string[] {
	return folders.flatMap((folder) =>
		readdirSync(join(shared, 'photos', folder))
			.sort()
			.map((name) => join(shared, 'photos', folder, name))
	);
}
