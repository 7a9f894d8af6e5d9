/** Not the address of a file. A fault of the caller, and never met with an address made by us. */
export class BadAddress extends Error {
	override name = 'BadAddress';

	constructor(text: string) {
		super(`not an address of a file: ${JSON.stringify(text.slice(0, 200))}`);
	}
}

/** There is nothing at this address. */
export class FileMissing extends Error {
	override name = 'FileMissing';

	constructor(address: string) {
		super(`no file at ${address}`);
	}
}

/** What came is not what was announced; nothing was kept. */
export class WrongContent extends Error {
	override name = 'WrongContent';
	readonly what: 'bytes' | 'sha256';

	constructor(what: 'bytes' | 'sha256', expected: number | string, actual: number | string) {
		super(`the ${what} should be ${expected}, but came as ${actual}`);
		this.what = what;
	}
}

/** A part was asked for that the file does not have. */
export class BadRange extends Error {
	override name = 'BadRange';
	/** How long the file is, which the answer 416 has to say. */
	readonly bytes: number;

	constructor(bytes: number) {
		super(`outside of the ${bytes} bytes of the file`);
		this.bytes = bytes;
	}
}

/** The disk, or the share of it that we may use, is full; nothing was kept. */
export class StorageFull extends Error {
	override name = 'StorageFull';

	constructor(cause: unknown) {
		super('there is no room left to keep files', { cause });
	}
}

/** The store does not answer, or not in time, or with a fault of its own: tried again later. */
export class StorageUnreachable extends Error {
	override name = 'StorageUnreachable';

	constructor(what: string, cause?: unknown) {
		super(`the store of files cannot be reached: ${what}`, { cause });
	}
}

/** The store answers and says no: a wrong key, no such bucket. The host has to look at the settings. */
export class StorageRefused extends Error {
	override name = 'StorageRefused';

	constructor(what: string, cause?: unknown) {
		super(`the store of files refuses us: ${what}`, { cause });
	}
}

/** What arrived is not what was sent, however often it was sent; nothing was kept. */
export class DamagedOnTheWay extends Error {
	override name = 'DamagedOnTheWay';

	constructor(what: string) {
		super(`damaged on the way to the store of files: ${what}`);
	}
}

/** What lies at this address is not what its address says. */
export class FileDamaged extends Error {
	override name = 'FileDamaged';

	constructor(address: string) {
		super(`the file at ${address} is damaged`);
	}
}

/** What the system said: `ENOENT` and the like, or undefined. */
export function systemCode(error: unknown): string | undefined {
	return error instanceof Error && 'code' in error && typeof error.code === 'string'
		? error.code
		: undefined;
}

/** The same error, or `StorageFull` where that is what it means. */
export function asStorageError(error: unknown): unknown {
	const code = systemCode(error);
	return code === 'ENOSPC' || code === 'EDQUOT' ? new StorageFull(error) : error;
}
