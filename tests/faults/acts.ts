import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import type { Chance } from './chance.ts';
import type { CopyTaken, Ledger } from './ledger.ts';
import { untilAnswered } from './patience.ts';
import type { Visitor } from './visitor.ts';

/** Somebody at work in a memory box of their own; `stories` are the drafts they have begun. */
export type Actor = {
	who: Visitor;
	box: string;
	chance: Chance;
	ledger: Ledger;
	stories: Map<string, { page: string; step: number; revision: number }>;
	/** Taken once, and put back again and again. */
	copy: CopyTaken | null;
};

type Sent = { name: string; bytes: Buffer<ArrayBuffer> };
type Given = Sent & { sha256: string };

/** A file as a family would give it: a small photograph, or something that cannot be shown. */
async function made(chance: Chance): Promise<Given> {
	const name = `made up ${chance.whole(0, 1_000_000)}`;
	const photograph = chance.between(0, 1) < 0.5;
	const bytes = photograph ? await drawn(chance) : chance.bytes(chance.whole(1, 2_000_000));
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	return { name: `${name}.${photograph ? 'jpg' : 'bin'}`, bytes, sha256 };
}

async function drawn(chance: Chance): Promise<Buffer<ArrayBuffer>> {
	const raw = { width: 64, height: 48, channels: 3 as const };
	const image = sharp(chance.bytes(64 * 48 * 3), { raw });
	return Buffer.from(await image.resize(640, 480).jpeg({ quality: 90 }).toBuffer());
}

/** Sends a file in parts, goes on where the line broke, and begins anew where it was forgotten. */
export async function upload({ who, box, chance, ledger }: Actor): Promise<void> {
	const file = await made(chance);
	for (;;) {
		const place = await announce(who, box, file, ledger);
		if (place && (await send(who, place, file, chance, ledger))) break;
		await wait(200); // no room, or forgotten: the person tries again
	}
	acknowledged(ledger, file);
	ledger.counts.uploads += 1;
}

async function announce(who: Visitor, box: string, file: Given, ledger: Ledger) {
	const said = { box: box.slice('/box/'.length), filename: file.name, sha256: file.sha256 };
	const metadata = Object.entries(said).map(
		([k, v]) => `${k} ${Buffer.from(v).toString('base64')}`
	);
	return announceAt(who, '/uploads', file, metadata.join(','), ledger);
}

/** Says that a file comes; gives its place, or null where it cannot come now. */
export async function announceAt(
	who: Visitor,
	address: string,
	file: Sent,
	metadata: string,
	ledger: Ledger
): Promise<string | null> {
	const answer = await untilAnswered(ledger.counts, () =>
		who.ask(address, {
			method: 'POST',
			headers: {
				'tus-resumable': '1.0.0',
				'upload-length': String(file.bytes.length),
				'upload-metadata': metadata
			}
		})
	);
	if (answer.status === 201) return answer.headers.get('location');
	ledger.counts.refused += 1;
	return null;
}

/** True once all of it is said to be kept; false where it has to be begun anew. */
export async function send(
	who: Visitor,
	place: string,
	file: Sent,
	chance: Chance,
	ledger: Ledger
): Promise<boolean> {
	const parts = Math.ceil(file.bytes.length / chance.whole(1, 4));
	let offset = 0;
	for (;;) {
		const answer = await who
			.ask(place, {
				method: 'PATCH',
				headers: {
					'tus-resumable': '1.0.0',
					'upload-offset': String(offset),
					'content-type': 'application/offset+octet-stream'
				},
				body: file.bytes.subarray(offset, offset + parts)
			})
			.catch(() => null);
		if (answer?.status === 204) {
			offset = Number(answer.headers.get('upload-offset'));
			if (offset === file.bytes.length) return true;
			continue;
		}
		if (answer) ledger.counts.refused += 1;
		else ledger.counts.brokenOff += 1;
		const at = await untilAnswered(ledger.counts, () =>
			who.ask(place, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } })
		);
		if (!at.ok) return false;
		ledger.counts.resumed += 1;
		offset = Number(at.headers.get('upload-offset'));
		if (offset === file.bytes.length) return true;
	}
}

/** The form that does the same where there are no scripts. */
export async function uploadByForm({ who, box, chance, ledger }: Actor): Promise<void> {
	const file = await made(chance);
	for (;;) {
		const answer = await untilAnswered(ledger.counts, () => {
			const form = new FormData();
			form.set('scope', 'box');
			form.set('files', new Blob([file.bytes]), file.name);
			return who.ask(`${box}/put-in`, { method: 'POST', body: form });
		});
		if (answer.status === 200) break;
		ledger.counts.refused += 1;
		await wait(200);
	}
	acknowledged(ledger, file);
	ledger.counts.uploadsByForm += 1;
}

function acknowledged(ledger: Ledger, { sha256, name, bytes }: Given): void {
	ledger.files.set(sha256, { name, bytes: bytes.length });
}

export async function putInWords({ who, box, chance, ledger }: Actor): Promise<void> {
	const words = `Made-up words ${chance.whole(0, 1e9)}: the light on the wall, ${randomUUID()}.`;
	const answer = await untilAnswered(ledger.counts, () =>
		who.post(`${box}/words`, { words, scope: 'box' })
	);
	if (answer.status !== 303) throw new Error(`Words were answered with ${answer.status}.`);
	ledger.words.add(words);
	ledger.counts.words += 1;
}

/** Types a little more in a story, as the page with scripts does: saved after each pause. */
export async function edit(actor: Actor): Promise<void> {
	const { who, chance, ledger, stories } = actor;
	const known = [...stories.keys()];
	const [first] = known;
	const story =
		first && known.length > 2 ? chance.oneOf([first, ...known.slice(1)]) : await begin(actor);
	const draft = stories.get(story) ?? { page: randomUUID(), step: 0, revision: 0 };
	const noted = ledger.drafts.get(story) ?? { acknowledged: '', maybe: [] };
	ledger.drafts.set(story, noted);
	draft.step += 1;
	const body = `A made-up morning, line ${draft.step}. ${chance.whole(0, 1e9)}\n`;
	noted.maybe.push(body);
	const answer = await untilAnswered(ledger.counts, () =>
		who.post(`${story}/save`, {
			title: 'A made-up morning',
			body,
			revision: String(draft.revision),
			page: draft.page,
			step: String(draft.step)
		})
	);
	if (answer.status !== 200) throw new Error(`A save was answered with ${answer.status}.`);
	draft.revision = ((await answer.json()) as { revision: number }).revision;
	stories.set(story, draft);
	Object.assign(noted, { acknowledged: body, maybe: [] });
	ledger.counts.edits += 1;
}

async function begin({ who, box, ledger }: Actor): Promise<string> {
	const answer = await untilAnswered(ledger.counts, () => who.post(`${box}/story/begin`, {}));
	const story = answer.headers.get('location');
	if (!story) throw new Error(`A story could not be begun: ${answer.status}.`);
	return story;
}
