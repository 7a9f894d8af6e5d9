/**
 * The log says what happened to the machine, never what a family wrote: an error's own kind and
 * where it arose, and no request, address, name or text.
 */
export function logFault(reference: string, error: unknown): void {
	process.stderr.write(`${new Date().toISOString()} fault ${reference} ${describe(error)}\n`);
}

export function logLine(line: string): void {
	process.stderr.write(`${new Date().toISOString()} ${line}\n`);
}

function describe(error: unknown): string {
	if (!(error instanceof Error)) return 'an error that is not one';
	const code = 'code' in error ? ` ${String(error.code)}` : '';
	const where = error.stack?.split('\n').slice(1, 6).join('\n') ?? '';
	return `${error.name}${code}\n${where}`;
}
