import { sep } from 'node:path';
import { type Address, type Prefix, parseAddress } from './address.ts';

/**
 * The path of an address or prefix below the root of a folder store. The first hash is preceded by
 * its own first two digits, so that no folder grows beyond what file systems handle well.
 */
export function pathOf(address: Address | Prefix): string {
	const [kind, boxId, hash, ...rest] = address.split('/');
	const shard = hash?.slice(0, 2);
	return [kind, boxId, shard, hash, ...rest].filter((part) => part !== undefined).join(sep);
}

/** The address of a path below the root, or undefined where it is not one of ours. */
export function addressOf(path: string): Address | undefined {
	const [kind, boxId, , ...hashes] = path.split(sep);
	try {
		const address = parseAddress([kind, boxId, ...hashes].join('/'));
		return pathOf(address) === path ? address : undefined;
	} catch {
		return undefined;
	}
}
