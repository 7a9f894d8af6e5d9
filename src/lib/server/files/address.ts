import { BadAddress } from './errors.ts';

declare const brand: unique symbol;

/**
 * Where one file lives, the same in every store:
 * `originals/<boxId>/<sha256>` or `pictures/<boxId>/<sha256 of the original>/<sha256>`.
 * The last part is always the SHA-256 of the file's own plain bytes, so an address says what it holds.
 * Nothing is shared between boxes, and no picture between two originals.
 */
export type Address = string & { readonly [brand]: 'Address' };

/** The beginning of addresses, by which they are listed. Whole parts only. */
export type Prefix = string & { readonly [brand]: 'Prefix' };

const boxIdShape = /^[0-9a-z](?:[0-9a-z-]{0,62}[0-9a-z])?$/;
const sha256Shape = /^[0-9a-f]{64}$/;
const parts = { originals: 1, pictures: 2 } as const;

function isKind(text: string | undefined): text is keyof typeof parts {
	return text !== undefined && Object.hasOwn(parts, text);
}

/** The address of an original. Throws `BadAddress` where an argument is not of the right shape. */
export function originalAddress(boxId: string, sha256: string): Address {
	return parseAddress(`originals/${boxId}/${sha256}`);
}

/** The address of a picture made from an original. Throws `BadAddress` as above. */
export function pictureAddress(boxId: string, originalSha256: string, sha256: string): Address {
	return parseAddress(`pictures/${boxId}/${originalSha256}/${sha256}`);
}

/** A text from outside as an address; throws `BadAddress` where it is none. */
export function parseAddress(text: string): Address {
	const [kind, boxId, ...hashes] = text.split('/');
	const whole = isKind(kind) && hashes.length === parts[kind];
	if (!whole || !fits(boxId, hashes)) throw new BadAddress(text);
	return text as Address;
}

/** Every original there is, or those of one box. */
export function originalsOf(boxId?: string): Prefix {
	return prefix('originals', boxId, []);
}

/** Every picture there is, those of one box, or those made from one original. */
export function picturesOf(boxId?: string, originalSha256?: string): Prefix {
	return prefix('pictures', boxId, originalSha256 === undefined ? [] : [originalSha256]);
}

/** Every kind of file there is: together, all that a store holds. */
export function allFiles(): Prefix[] {
	return Object.keys(parts) as Prefix[];
}

/** The SHA-256 (64 hexadecimal digits) that the file at an address has. */
export function sha256At(address: Address): string {
	return address.slice(address.lastIndexOf('/') + 1);
}

function prefix(kind: string, boxId: string | undefined, hashes: string[]): Prefix {
	if (boxId === undefined && hashes.length === 0) return kind as Prefix;
	const text = [kind, boxId, ...hashes].join('/');
	if (!fits(boxId, hashes)) throw new BadAddress(text);
	return text as Prefix;
}

function fits(boxId: string | undefined, hashes: string[]): boolean {
	return (
		boxId !== undefined && boxIdShape.test(boxId) && hashes.every((hash) => sha256Shape.test(hash))
	);
}
