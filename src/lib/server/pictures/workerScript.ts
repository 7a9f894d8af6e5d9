import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = join('src', 'lib', 'server', 'pictures', 'worker.ts');

/**
 * The path of the script that makes pictures. The built server has its own code in `build/`, but
 * runs this script as it stands in the checkout: looked for in every folder above `from`, then above
 * the working directory. Throws where it is in none of them.
 */
export function workerScript(
	from = dirname(fileURLToPath(import.meta.url)),
	workingFolder = process.cwd()
): string {
	for (const folder of [...above(from), ...above(workingFolder)]) {
		const path = join(folder, script);
		if (existsSync(path)) return path;
	}
	throw new Error(`${script} is missing: it is needed to make pictures, also by the built server`);
}

function above(folder: string): string[] {
	const parent = dirname(folder);
	return parent === folder ? [folder] : [folder, ...above(parent)];
}
