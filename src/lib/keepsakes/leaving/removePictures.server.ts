import { picturesOf } from '#lib/server/files/address.ts';
import type { FileStore } from '#lib/server/files/fileStore.ts';

/** Really deletes every picture that was made of an original; the original stays. */
export async function removePictures(
	files: FileStore,
	boxId: string,
	sha256: string
): Promise<void> {
	for await (const picture of files.list(picturesOf(boxId, sha256))) {
		await files.remove(picture.address);
	}
}
