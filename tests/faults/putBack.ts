import { randomUUID } from 'node:crypto';
import { access, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { archivePath } from '#lib/copies/back/archives.ts';
import { boxCopy } from '#lib/copies/format.ts';
import { originalsOf } from '#lib/server/files/address.ts';
import { pathOf } from '#lib/server/files/pathOf.ts';
import { behindLamplight } from '../e2e/behind.ts';
import { unzipInto } from '../files/unzip.ts';
import { announceAt, send, type Actor } from './acts.ts';
import type { House } from './house.ts';
import type { CopyTaken } from './ledger.ts';
import { untilAnswered } from './patience.ts';

/** Below so many files nothing would be in the middle. */
const fewest = 4;

/**
 * Puts a copy of the actor's memory box back, and pulls a plug in the middle of it: once some of its
 * originals are kept, and not all. Then waits, as a person would, until its page says how it ended.
 * False where the actor has too little for a copy yet.
 */
export async function putBackCopy(actor: Actor, house: House): Promise<boolean> {
	actor.copy ??= await takeCopy(actor);
	const { who, copy, chance, ledger } = actor;
	if (!copy) return false;
	const file = { name: 'made up copy.zip', bytes: copy.zip };
	for (;;) {
		const metadata = `filename ${Buffer.from(file.name).toString('base64')}`;
		const place = await announceAt(who, '/boxes/put-back/arriving', file, metadata, ledger);
		if (place && (await send(who, place, file, chance, ledger))) {
			const id = place.slice(place.lastIndexOf('/') + 1);
			ledger.putBacks.set(id, copy);
			ledger.counts.putBacks += 1;
			if (await strike(house, id, chance.whole(1, copy.files.length), chance.oneOf(struck))) {
				ledger.counts.putBacksStruck += 1;
			}
			await untilDecided(actor, id);
			return true;
		}
		await wait(200);
	}
}

const struck = ['worker', 'worker', 'lamplight'] as const;

/** A copy as it streams; one that breaks off is taken again. Null where there is too little in it. */
async function takeCopy({ who, box, ledger }: Actor): Promise<CopyTaken | null> {
	const answer = await untilAnswered(ledger.counts, async () => {
		const streamed = await who.ask(`${box}/copy/file`);
		return new Response(await streamed.arrayBuffer(), { status: streamed.status });
	});
	if (answer.status !== 200) throw new Error(`A copy was answered with ${answer.status}.`);
	const zip = Buffer.from(await answer.arrayBuffer());
	const path = join(tmpdir(), `lamplight-faults-${randomUUID()}`);
	try {
		await writeFile(`${path}.zip`, zip);
		await unzipInto(`${path}.zip`, path);
		const said = boxCopy.parse(JSON.parse(await readFile(join(path, 'box.json'), 'utf8')));
		const files = said.keepsakes.flatMap(({ file }) => file?.sha256 ?? []);
		const words = said.keepsakes.flatMap((each) => each.words ?? []);
		const drafts = said.stories.flatMap(({ draft }) => draft?.body ?? []);
		return files.length < fewest ? null : { zip, files, words, drafts };
	} finally {
		await rm(path, { recursive: true, force: true });
		await rm(`${path}.zip`, { force: true });
	}
}

/** Kills once `enough` originals of the box to be are there; false where it had ended before. */
async function strike(
	house: House,
	id: string,
	enough: number,
	victim: 'worker' | 'lamplight'
): Promise<boolean> {
	const { dataDir } = house.site;
	const goesOn = () =>
		access(archivePath(dataDir, id)).then(
			() => true,
			() => false
		);
	while (await goesOn()) {
		const box = await boxToBe(dataDir, id).catch(() => null);
		if (!box) {
			await wait(50);
			continue;
		}
		const folder = join(dataDir, 'files', pathOf(originalsOf(box)));
		while (await goesOn()) {
			const kept = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
			if (kept.filter((each) => each.isFile()).length >= enough) return house.kill(victim);
			await wait(2);
		}
	}
	return false;
}

async function boxToBe(dataDir: string, id: string): Promise<string | null> {
	const db = await behindLamplight(dataDir);
	try {
		const { rows } = await db.query<{ box_id: string }>(
			'select box_id from lamplight.put_back where id = $1',
			[id]
		);
		return rows[0]?.box_id ?? null;
	} finally {
		await db.end();
	}
}

async function untilDecided({ who, ledger }: Actor, id: string): Promise<void> {
	const giveUpAt = performance.now() + 240_000;
	while (performance.now() < giveUpAt) {
		const page = await untilAnswered(ledger.counts, () => who.ask(`/boxes/put-back/${id}`));
		// While it goes on, it can be left.
		if (!(await page.text()).includes('?/leave')) return;
		await wait(250);
	}
}
