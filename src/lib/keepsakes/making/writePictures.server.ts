import type { Tx } from '#lib/server/database/viewer.ts';
import type { KeptPictures } from '#lib/server/pictures/keepPictures.ts';

/** Writes down the pictures and pages of a keepsake, in place of those it had. */
export async function writePictures(tx: Tx, keepsakeId: string, kept: KeptPictures) {
	await tx.deleteFrom('picture').where('keepsakeId', '=', keepsakeId).execute();
	await tx.deleteFrom('page').where('keepsakeId', '=', keepsakeId).execute();
	const row = <Made extends KeptPictures['pages'][number] | KeptPictures['pictures'][number]>({
		sha256,
		format,
		bytes,
		width,
		height
	}: Made) => ({ keepsakeId, sha256, mediaType: `image/${format}`, bytes, width, height });
	if (kept.pictures.length > 0) {
		const pictures = kept.pictures.map((each) => ({ ...row(each), size: each.size }));
		await tx.insertInto('picture').values(pictures).execute();
	}
	if (kept.pages.length > 0) {
		const pages = kept.pages.map((each) => ({ ...row(each), number: each.number }));
		await tx.insertInto('page').values(pages).execute();
	}
}
