import { type Address, originalAddress, pictureAddress } from '../files/address.ts';
import type { FileStore } from '../files/fileStore.ts';
import type { CannotShow, PagePicture, Picture, Pictures } from './made.ts';
import type { PictureMaker } from './pictureMaker.ts';

type InStore<Made> = Omit<Made, 'path'> & { address: Address };
export type KeptPictures = Omit<Pictures, 'pictures' | 'pages'> & {
	pictures: InStore<Picture>[];
	pages: InStore<PagePicture>[];
};

export type Kept = KeptPictures | CannotShow;

/**
 * Makes the pictures of an original that is in the store, and keeps them beside it. May be done
 * again at any time, with the same result. Throws as `makePictures` and `FileStore.put` do, and
 * `FileMissing` where there is no such original.
 */
export async function keepPictures(
	store: FileStore,
	maker: PictureMaker,
	original: { boxId: string; sha256: string }
): Promise<Kept> {
	const address = originalAddress(original.boxId, original.sha256);
	return store.asLocalFile(address, (path) =>
		store.withScratch(async (outDir) => {
			const made = await maker.makePictures(path, { outDir });
			return made.kind === 'cannot_show' ? made : keepAll(store, original, made);
		})
	);
}

/** Keeps pictures that were made, beside the original they were made of. */
export async function keepAll(
	store: FileStore,
	original: { boxId: string; sha256: string },
	made: Pictures
): Promise<KeptPictures> {
	const pictures: InStore<Picture>[] = [];
	const pages: InStore<PagePicture>[] = [];
	for (const each of made.pictures) pictures.push(await keepMade(store, original, each));
	for (const each of made.pages ?? []) pages.push(await keepMade(store, original, each));
	return { ...made, pictures, pages };
}

/** Keeps a file that was made, beside its original. It is gone from where it was. */
export async function keepMade<Made extends { path: string; sha256: string; bytes: number }>(
	store: FileStore,
	original: { boxId: string; sha256: string },
	{ path, ...picture }: Made
): Promise<Omit<Made, 'path'> & { address: Address }> {
	const address = pictureAddress(original.boxId, original.sha256, picture.sha256);
	await store.put(address, { adopt: path }, picture);
	return { ...picture, address };
}
