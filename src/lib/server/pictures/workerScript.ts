import { join } from 'node:path';
import { inCheckout } from '../inCheckout.ts';

const script = join('src', 'lib', 'server', 'pictures', 'worker.ts');

/** The path of the script that makes pictures (see `inCheckout`). */
export function workerScript(from?: string, workingFolder?: string): string {
	return inCheckout(script, from, workingFolder);
}
