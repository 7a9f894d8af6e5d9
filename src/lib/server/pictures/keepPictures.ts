import { type Address, originalAddress, pictureAddress } from '../files/address.ts';
import type { FileStore } from '../files/fileStore.ts';
import type { CannotShow, Picture, Pictures } from './made.ts';
import type { PictureMaker } from './pictureMaker.ts';

interface KeptPicture extends Omit<Picture, 'path'> {
	address: Address;
}

export type Kept = (Omit<Pictures, 'pictures'> & { pictures: KeptPicture[] }) | CannotShow;

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
			if (made.kind === 'cannot_show') return made;
			const pictures: KeptPicture[] = [];
			for (const each of made.pictures) pictures.push(await keep(store, original, each));
			return { ...made, pictures };
		})
	);
}

async function keep(
	store: FileStore,
	original: { boxId: string; sha256: string },
	{ path, ...picture }: Picture
): Promise<KeptPicture> {
	const address = pictureAddress(original.boxId, original.sha256, picture.sha256);
	await store.put(address, { adopt: path }, picture);
	return { ...picture, address };
}
