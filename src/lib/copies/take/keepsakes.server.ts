import type { TakenFile, TakenKeepsake, View } from '#lib/keepsakes/queries.server.ts';
import type { CopiedKeepsake } from '../format.ts';
import type { NameGiver } from '../safeNames.ts';
import type { InCopy } from './inCopy.ts';

const folders: Record<string, string> = {
	photograph: 'photographs',
	film: 'films',
	recording: 'recordings',
	paper: 'papers',
	words: 'words'
};

/** What a browser shows by itself: of anything else the large picture comes along. */
const shownByBrowsers = new Set([
	'image/jpeg',
	'image/png',
	'image/webp',
	'image/gif',
	'image/avif'
]);

/** Gives the keepsakes their places in a copy: what `box.json` says of them, and their files. */
export function placeKeepsakes(
	taken: readonly TakenKeepsake[],
	missing: Set<string>,
	name: NameGiver
) {
	const keepsakes: CopiedKeepsake[] = [];
	const files: InCopy[] = [];
	for (const each of taken) {
		const whole = missing.has(each.id) ? { ...each, original: null } : each;
		const [placed, half] = placeOne(whole, name, files);
		keepsakes.push(placed);
		if (half) keepsakes.push(half);
	}
	return { keepsakes, files };
}

function placeOne(
	each: TakenKeepsake,
	name: NameGiver,
	files: InCopy[]
): [CopiedKeepsake, CopiedKeepsake | null] {
	const { half, original, ...said } = each;
	const put = (folder: string, wanted: string, from: TakenFile, at: Date) => {
		const path = name(folder, wanted);
		files.push({ path, at, address: from.address, bytes: from.bytes });
		return path;
	};
	const file = (from: TakenFile | null, { fileName, mediaType, modifiedAt }: Named, kind: string) =>
		from && {
			path: put(folders[kind] ?? 'files', fileName ?? kind, from, modifiedAt ?? dateOf(each)),
			...{ bytes: from.bytes, sha256: from.sha256, fileName, mediaType },
			modifiedAt: modifiedAt?.toISOString() ?? null
		};
	const placed: CopiedKeepsake = {
		...pick(said),
		file: file(original, each, each.kind),
		views: viewsFor(each).map((view) => ({
			path: put('site/views', `${view.sha256.slice(0, 16)}${endingOf(view)}`, view, dateOf(each)),
			...{ mediaType: view.mediaType, use: view.use }
		}))
	};
	if (!half) return [placed, null];
	const film: CopiedKeepsake = {
		...{ ...pick(said), id: half.id, kind: 'film', partOf: each.id },
		...{ words: null, caption: '', alt: '', coverWords: '', said: '', views: [] },
		file: file(half.original, half, 'photograph')
	};
	return [placed, film];
}

type Named = { fileName: string | null; mediaType: string | null; modifiedAt: Date | null };

function pick(each: Omit<TakenKeepsake, 'half' | 'original'>) {
	const { id, kind, scope, by, happenedOn, words, caption, alt, coverWords, cover, said } = each;
	return {
		...{ id, kind, scope, by, happenedOn, words, caption, alt, coverWords, cover, said },
		putInAt: each.putInAt.toISOString(),
		putAwayAt: each.putAwayAt?.toISOString() ?? null
	};
}

function viewsFor(each: TakenKeepsake): View[] {
	const large = !shownByBrowsers.has(each.mediaType ?? '');
	const uses = ['medium', 'page', 'play', ...(large ? ['large'] : [])];
	return each.views.filter(({ use }) => uses.includes(use));
}

const endings: Record<string, string> = {
	'image/webp': '.webp',
	'image/jpeg': '.jpg',
	'image/avif': '.avif',
	'image/png': '.png',
	'video/mp4': '.mp4',
	'audio/mp4': '.m4a'
};
const endingOf = ({ mediaType }: View) => endings[mediaType] ?? '';

/** Where no device said it: the day it is of, where the family knows it exactly; else when it was put in. */
function dateOf({ happenedOn, putInAt }: TakenKeepsake): Date {
	return happenedOn?.length === 10 ? new Date(`${happenedOn}T12:00:00Z`) : putInAt;
}
