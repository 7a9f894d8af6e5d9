import { createHmac } from 'node:crypto';
import type { Address } from '../files/address.ts';
import type { Recipients } from './sealing.ts';

/** The name of a file of the store in a place. */
export type NameOf = (address: Address) => string;

/**
 * In a plain backup a file is named by its address. In a sealed one a name tells nothing: it is a
 * keyed hash of the address, and of the recipients, so that with another recipient every file is
 * written anew, for them.
 */
export function fileNames(secret: string, recipients: Recipients): NameOf {
	if (recipients === null) {
		return (address) => {
			const [kind, box, hash = '', ...rest] = address.split('/');
			return ['files', kind, box, hash.slice(0, 2), hash, ...rest].join('/');
		};
	}
	const key = createHmac('sha256', secret).update('backup:names').digest();
	return (address) => {
		const hash = createHmac('sha256', key)
			.update(`${recipients.join(' ')}\n${address}`)
			.digest('hex');
		return `files/${hash.slice(0, 2)}/${hash}.age`;
	};
}

/** By which a place knows whose backups it holds; tells nothing about them. */
export function siteMark(secret: string): string {
	return createHmac('sha256', secret).update('backup:site').digest('hex');
}
