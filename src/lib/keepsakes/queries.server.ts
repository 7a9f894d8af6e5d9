import { sql } from 'kysely';
import type { BoxId, KeepsakeId } from '#lib/rules/facts.ts';
import { visibility } from '#lib/rules/visibility.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { originalAddress, pictureAddress, type Address } from '#lib/server/files/address.ts';
import { asFact, asRuleViewer, loadBox, selectKeepsakes } from './facts.server.ts';
import { coveredBy, type Face, type PictureFace, type PlayFace } from './present.ts';

export { limits } from './limits.ts';
export { unknownOriginals } from './leaving/unknownOriginals.server.ts';
export type { Face } from './present.ts';
export { keepsakesToTake, type TakenFile, type TakenKeepsake, type View } from './taking.server.ts';

/** The faces of these keepsakes, in this order, as R1 shows them to this keeper; hidden ones not. */
export async function facesOf(
	tx: Tx,
	viewer: SignedIn,
	boxId: BoxId,
	ids: readonly string[],
	now: Date
): Promise<Face[]> {
	if (ids.length === 0) return [];
	const box = await loadBox(tx, boxId);
	const rows = await withDetails(tx, viewer, boxId).where('k.id', 'in', ids).execute();
	const pictures = await picturesOf(tx, boxId, ids);
	const byId = new Map(rows.map((row) => [row.id, row]));
	return ids.flatMap((id) => {
		const row = byId.get(id);
		if (!row) return [];
		const thing = { kind: 'keepsake', box, keepsake: asFact(row, viewer) } as const;
		const decision = visibility(asRuleViewer(viewer), thing, now);
		if (decision.show === 'hidden') return [];
		const covered = coveredBy(decision);
		const shown = covered === null;
		return [
			{
				id,
				kind: row.kind as Face['kind'],
				scope: row.scope as Face['scope'],
				putInAt: row.putInAt,
				putInBy: row.giver === null ? null : { name: row.giver, you: row.putInBy === viewer.id },
				happenedOn: row.happenedOn,
				fileName: row.fileName,
				bytes: row.bytes,
				caption: shown ? row.caption : '',
				alt: shown ? row.alt : '',
				coverWords: row.coverWords,
				words: shown ? row.words : null,
				said: shown ? row.said : '',
				covered,
				picture: shown ? (pictures.get(id) ?? null) : null,
				play: shown ? playOf(row, boxId) : null,
				hasHalf: row.half !== null,
				pages: [],
				pageCount: shown ? row.pageCount : null,
				...standing(row)
			}
		];
	});
}

function standing(row: {
	kind: string;
	picturesMadeAt: Date | null;
	cannotShow: string | null;
	part: number | null;
}) {
	const isMade = row.picturesMadeAt !== null || row.kind === 'words' || row.kind === 'file';
	return {
		making: !isMade && !row.cannotShow,
		part: isMade ? null : row.part,
		cannotShow: row.cannotShow !== null,
		waits: row.cannotShow === 'not_here_yet',
		locked: row.cannotShow === 'locked',
		mayTryAgain: row.cannotShow !== null && !['not_here_yet', 'locked'].includes(row.cannotShow)
	};
}

/** One keepsake as its page shows it. Throws `NotFound` where it is hidden or missing. */
export async function keepsakeFace(
	tx: Tx,
	viewer: SignedIn,
	box: BoxId,
	keepsake: KeepsakeId,
	now: Date
): Promise<Face> {
	const [face] = await facesOf(tx, viewer, box, [keepsake], now);
	if (!face) throw new NotFound();
	if (face.kind !== 'paper' || face.covered) return face;
	return { ...face, pages: await pagesOf(tx, box, keepsake) };
}

/** Keepsakes of a box with all that is said of them, as rows. */
export function withDetails(tx: Tx, viewer: SignedIn, box: BoxId) {
	return (
		selectKeepsakes(tx, viewer, box)
			.leftJoin('member as by', 'by.id', 'k.putInBy')
			.select(['by.name as giver', 'k.happenedOn', 'k.fileName', 'k.bytes', 'k.mediaType'])
			.select(['k.caption', 'k.alt', 'k.coverWords', 'k.words', 'k.sha256', 'k.modifiedAt'])
			.select(['k.picturesMadeAt', 'k.cannotShow', 'k.said', 'k.pageCount'])
			// What plays: its own, or that of the film that is a part of it.
			.leftJoin('keepsake as f', 'f.partOf', 'k.id')
			.leftJoin('playable as p', 'p.keepsakeId', 'k.id')
			.leftJoin('playable as fp', 'fp.keepsakeId', 'f.id')
			.leftJoin('making as g', 'g.keepsakeId', 'k.id')
			.select(['f.id as half', 'g.part'])
			.select(['p.seconds', 'p.width as playWidth', 'p.height as playHeight'])
			.select(['fp.seconds as halfSeconds', 'fp.width as halfWidth', 'fp.height as halfHeight'])
	);
}

type Played = {
	id: string;
	seconds: number | null;
	playWidth: number | null;
	playHeight: number | null;
	halfSeconds: number | null;
	halfWidth: number | null;
	halfHeight: number | null;
};

function playOf(row: Played, box: BoxId): PlayFace | null {
	const src = `/box/${box}/play/${row.id}`;
	if (row.seconds !== null) {
		return { src, seconds: row.seconds, width: row.playWidth, height: row.playHeight };
	}
	if (row.halfSeconds === null) return null;
	return { src, seconds: row.halfSeconds, width: row.halfWidth, height: row.halfHeight };
}

async function pagesOf(tx: Tx, box: BoxId, keepsake: KeepsakeId): Promise<Face['pages']> {
	const pages = await tx
		.selectFrom('page')
		.where('keepsakeId', '=', keepsake)
		.select(['number', 'width', 'height'])
		.orderBy('number')
		.execute();
	return pages.map(({ number, ...shape }) => ({
		src: `/box/${box}/page/${keepsake}/${number}`,
		...shape
	}));
}

async function picturesOf(
	tx: Tx,
	box: BoxId,
	ids: readonly string[]
): Promise<Map<string, PictureFace>> {
	const rows = await tx
		.selectFrom('picture')
		.where('keepsakeId', 'in', ids)
		.select(['keepsakeId', 'size', 'width', 'height'])
		.orderBy('width')
		.execute();
	const faces = new Map<string, PictureFace>();
	for (const { keepsakeId, size, width, height } of rows) {
		const src = `/box/${box}/picture/${keepsakeId}/${size}`;
		const before = faces.get(keepsakeId);
		const srcset = [before?.srcset, `${src} ${width}w`].filter(Boolean).join(', ');
		faces.set(keepsakeId, { src: before?.src ?? src, srcset, largest: src, width, height });
	}
	return faces;
}

export type Bytes = { address: Address; mediaType: string; saveAs?: string };

/** Where the bytes of a picture lie, if R1 shows it in full to this keeper. Throws `NotFound`. */
export async function pictureBytes(
	tx: Tx,
	viewer: SignedIn,
	box: BoxId,
	keepsake: KeepsakeId,
	size: string,
	now: Date
): Promise<Bytes> {
	const { sha256 } = await shownInFull(tx, viewer, box, keepsake, now);
	const picture = await tx
		.selectFrom('picture')
		.where('keepsakeId', '=', keepsake)
		.where('size', '=', size)
		.select(['sha256', 'mediaType'])
		.executeTakeFirst();
	if (!picture) throw new NotFound();
	return {
		address: pictureAddress(box, sha256, picture.sha256),
		mediaType: picture.mediaType
	};
}

/** The same for a page of a paper. Throws `NotFound`. */
export async function pageBytes(
	tx: Tx,
	viewer: SignedIn,
	box: BoxId,
	keepsake: KeepsakeId,
	number: string,
	now: Date
): Promise<Bytes> {
	const { sha256 } = await shownInFull(tx, viewer, box, keepsake, now);
	if (!/^[1-9]\d{0,3}$/.test(number)) throw new NotFound();
	const page = await tx
		.selectFrom('page')
		.where('keepsakeId', '=', keepsake)
		.where('number', '=', Number(number))
		.select(['sha256', 'mediaType'])
		.executeTakeFirst();
	if (!page) throw new NotFound();
	return { address: pictureAddress(box, sha256, page.sha256), mediaType: page.mediaType };
}

/** The same for what is played: a film, a recording, or what moves in a photograph. Throws `NotFound`. */
export async function playBytes(
	tx: Tx,
	viewer: SignedIn,
	box: BoxId,
	keepsake: KeepsakeId,
	now: Date
): Promise<Bytes> {
	await shownInFull(tx, viewer, box, keepsake, now);
	const played = await tx
		.selectFrom('playable as p')
		.innerJoin('keepsake as k', 'k.id', 'p.keepsakeId')
		.where((is) => is.or([is('k.id', '=', keepsake), is('k.partOf', '=', keepsake)]))
		.where('k.sha256', 'is not', null)
		.select(['k.sha256 as original', 'p.sha256', 'p.mediaType'])
		.orderBy('k.partOf', (order) => order.asc().nullsFirst())
		.limit(1)
		.executeTakeFirst();
	if (!played?.original) throw new NotFound();
	const { original, sha256, mediaType } = played;
	return { address: pictureAddress(box, original, sha256), mediaType };
}

/**
 * The same for the original, exactly as it was given; `half`: for the film that came beside a
 * photograph. Throws `NotFound`.
 */
export async function originalBytes(
	tx: Tx,
	viewer: SignedIn,
	box: BoxId,
	keepsake: KeepsakeId,
	now: Date,
	half = false
): Promise<Bytes> {
	const own = await shownInFull(tx, viewer, box, keepsake, now);
	const { sha256, mediaType, fileName } = half ? await halfOf(tx, keepsake) : own;
	return {
		address: originalAddress(box, sha256),
		mediaType: /^(?:image|video|audio)\/(?!svg)/.test(mediaType ?? '')
			? String(mediaType)
			: 'application/octet-stream',
		saveAs: fileName ?? 'photograph'
	};
}

async function halfOf(tx: Tx, keepsake: KeepsakeId) {
	const half = await tx
		.selectFrom('keepsake')
		.where('partOf', '=', keepsake)
		.select(['sha256', 'mediaType', 'fileName'])
		.executeTakeFirst();
	if (!half || half.sha256 === null) throw new NotFound();
	return { ...half, sha256: half.sha256 };
}

async function shownInFull(
	tx: Tx,
	viewer: SignedIn,
	boxId: BoxId,
	keepsake: KeepsakeId,
	now: Date
) {
	const box = await loadBox(tx, boxId);
	const row = await withDetails(tx, viewer, boxId).where('k.id', '=', keepsake).executeTakeFirst();
	if (!row || row.sha256 === null) throw new NotFound();
	const thing = { kind: 'keepsake', box, keepsake: asFact(row, viewer) } as const;
	if (visibility(asRuleViewer(viewer), thing, now).show !== 'full') throw new NotFound();
	return { ...row, sha256: row.sha256 };
}

/** The shared stories with which this keepsake is out now, for its own keepers. */
export async function sharedIn(
	tx: Tx,
	box: BoxId,
	keepsake: KeepsakeId
): Promise<{ shareId: string; storyId: string; title: string }[]> {
	return tx
		.selectFrom('share as s')
		.innerJoin('versionKeepsake as vk', 'vk.versionId', 's.versionId')
		.innerJoin('storyVersion as v', 'v.id', 's.versionId')
		.where('s.boxId', '=', box)
		.where('s.endedAt', 'is', null)
		.innerJoin('keepsake as k', 'k.id', 'vk.keepsakeId')
		.where('vk.keepsakeId', '=', keepsake)
		.where(sql<boolean>`is_out_with(s.agreed_at, k.released_at, k.held_again_at)`)
		.select(['s.id as shareId', 's.storyId', 'v.title'])
		.execute();
}
