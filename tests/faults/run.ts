/**
 * `npm run faults`: uploads, edits and copies put back while Lamplight, its worker, the process that makes pictures,
 * and Postgres are killed at random moments, and the disk is filled once. Afterwards everything that
 * was acknowledged has to be there with its checksum, and nothing half there.
 *
 *   npm run faults -- [--acts 300] [--seed N]
 *
 * Prints the counts and the seed as one JSON line; ends with 1 where anything was lost. A seed
 * repeats what is done, to whom and how long after one another; how the machine's own timing falls
 * is its own.
 */
import { randomInt } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../bin/build.mjs';
import { edit, putInWords, upload, uploadByForm, type Actor } from './acts.ts';
import { chanceFrom, type Chance } from './chance.ts';
import { openHouse, type House } from './house.ts';
import { emptyLedger, type Ledger } from './ledger.ts';
import { untilReady } from './patience.ts';
import { putBackCopy } from './putBack.ts';
import { reckon, type Wrongs } from './reckoning.ts';
import { smallDisk } from './smallDisk.ts';
import { makeTrouble, type Troubles } from './troubles.ts';
import { moveIn, visitor } from './visitor.ts';

const { values } = parseArgs({
	options: { acts: { type: 'string', default: '300' }, seed: { type: 'string' } }
});
const acts = Number(values.acts);
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
/** As many at once as a family and a friend would be. */
const hands = 3;
/** Nobody presses without a pause; it also leaves room for trouble between two acts. */
const pauseMs = 500;
const diskMegabytes = 1_500;

ensureBuilt(process.execPath);
const began = performance.now();
const chance = chanceFrom(seed);
const ledger = emptyLedger();
const disk = await smallDisk(diskMegabytes);
const said = join(tmpdir(), `lamplight-faults-${seed}.log`);
const house = await openHouse(disk.folder, said);
const actors: Actor[] = [];
let troubles: Troubles;
let wrongs: Wrongs;
try {
	for (let at = 0; at < hands; at++) actors.push(await actor(at));
	const over = new AbortController();
	const trouble = makeTrouble(house, disk, chance.apart('trouble'), ledger, acts, over.signal);
	await Promise.all(actors.map((each) => act(each, acts, ledger))).finally(() => over.abort());
	troubles = await trouble;
	for (const { who } of actors) await untilReady(who);
	wrongs = await reckon(house.site.dataDir, actors, ledger);
} finally {
	await house.leave();
	await house.site.close();
	await disk.remove();
}

for (const wrong of wrongs) console.error(wrong);
if (wrongs.length > 0) console.error(`What Lamplight said meanwhile: ${said}`);
else await rm(said, { force: true });
const seconds = Math.round((performance.now() - began) / 1000);
const disks = disk.canBeFilled ? {} : { disk: 'not filled: this user may not mount a small one' };
const counts = { ...ledger.counts, restarts: house.starts(), ...troubles, ...disks };
console.log(JSON.stringify({ name: 'faults', seed, ...counts, lost: wrongs.length, seconds }));
process.exitCode = wrongs.length > 0 ? 1 : 0;

async function actor(at: number): Promise<Actor> {
	const who = visitor(house.site);
	const box = await moveIn(house.site, who, `actor-${at}`);
	return { who, box, ledger, chance: chance.apart(`actor ${at}`), stories: new Map(), copy: null };
}

async function act(actor: Actor, total: number, { counts }: Ledger): Promise<void> {
	while (counts.acts < total) {
		counts.acts += 1;
		await choose(actor.chance, house)(actor);
		await wait(actor.chance.between(0, pauseMs));
	}
}

function choose(chance: Chance, within: House): (actor: Actor) => Promise<unknown> {
	const at = chance.between(0, 1);
	if (at < 0.05) return async (each) => (await putBackCopy(each, within)) || upload(each);
	if (at < 0.45) return upload;
	if (at < 0.6) return uploadByForm;
	return at < 0.9 ? edit : putInWords;
}
