import { join } from 'node:path';
import { FileDamaged, WrongContent } from '../errors.ts';
import { type Address, sha256At } from '../address.ts';
import type { Opened } from '../fileStore.ts';
import { withScratch } from '../folderStore.ts';
import { writeChecked } from '../writeChecked.ts';

const usualRoom = 2 * 1024 ** 3;

/** Lends files of a distant store as paths on this machine, so many bytes at a time and no more. */
export type LocalCopies = {
	lend<T>(
		address: Address,
		open: () => Promise<Opened>,
		use: (path: string) => Promise<T>
	): Promise<T>;
};

/** `folder`: where they lie meanwhile. `room`: bytes; a file larger than that is lent alone. */
export function localCopies(folder: string, room = usualRoom): LocalCopies {
	let taken = 0;
	const waiting: (() => void)[] = [];
	const take = async (bytes: number) => {
		while (taken > 0 && taken + bytes > room)
			await new Promise<void>((resolve) => waiting.push(resolve));
		taken += bytes;
	};
	const giveBack = (bytes: number) => {
		taken -= bytes;
		for (const each of waiting.splice(0)) each();
	};
	return {
		lend: async (address, open, use) => {
			const { stream, totalBytes: bytes } = await open();
			// It may wait for room, and nothing is sent meanwhile.
			stream.pause();
			await take(bytes);
			try {
				return await withScratch(folder, async (own) => {
					const path = join(own, 'file');
					await writeChecked(stream, path, { sha256: sha256At(address), bytes }).catch(
						(error: unknown) => {
							throw error instanceof WrongContent ? new FileDamaged(address) : error;
						}
					);
					return use(path);
				});
			} finally {
				stream.destroy();
				giveBack(bytes);
			}
		}
	};
}
