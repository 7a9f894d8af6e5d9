import { parseArgs } from 'node:util';
import { checkAllFiles } from '#lib/checking/actions.server.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { verifyLog } from '#lib/watching/actions.server.ts';
import { withLamplight } from '../line/opened.ts';
import type { Command, Terminal } from '../line/command.ts';

const words = { missing: 'MISSING', changed: 'DAMAGED', orphan: 'ORPHAN' };
const places = { store: 'in the store', copy: 'in the second copy' };
const logWords = {
	changed: 'was changed',
	broken: 'does not follow the one before it: something was removed or put in',
	cut: 'was there once: the log was cut',
	rewritten: 'is not the one that stood here: the log was written anew'
};
const noteEveryMs = 2_000;

export const command: Command = {
	about: 'Reads every file and the log again, names what is not as it was, and mends what it can.',
	usage: '',
	help: [
		'The same as the nightly check, at once and at full speed; it may run beside a Lamplight that',
		'is open. Mended from the second copy (STORAGE_COPY_URL), and the second copy from the store.',
		'An orphan is a file that no keepsake knows of; it is left where it is. The log of decisions is',
		'a chain: an entry that was changed, removed or put in shows, and so does a log that was cut or',
		'written anew, by what stands in the data folder (log/heads.jsonl). The exit code is 1 where',
		'something stays damaged or missing, or a place could not be reached.'
	],
	async run(args, { say, note, env }) {
		parseArgs({ args, options: {} });
		return withLamplight({ say, note, env }, async ({ lamplight }) => {
			const begun = performance.now();
			let noted = begun;
			let [damaged, mended, orphans] = [0, 0, 0];
			const run = await checkAllFiles(lamplight, {
				found({ what, place, address, keepsakeId, mended: isMended }) {
					if (what === 'orphan') orphans += 1;
					else if (isMended) mended += 1;
					else damaged += 1;
					const keepsake = keepsakeId ? `  keepsake ${keepsakeId}` : '';
					const end = isMended ? '  mended' : '';
					say(`${words[what]}  ${address}  ${places[place]}${keepsake}${end}`);
				},
				went({ files, bytes }) {
					if (performance.now() - noted < noteEveryMs) return;
					noted = performance.now();
					note(`${files} files, ${megabytes(bytes)} MB read`);
				}
			});
			const seconds = Math.max((performance.now() - begun) / 1000, 0.001);
			const speed = (run.bytes / 1e6 / seconds).toFixed(0);
			note(`${run.files} files, ${megabytes(run.bytes)} MB read, ${speed} MB/s`);
			say(`${run.files} files read again. Damaged or missing: ${damaged}. Mended: ${mended}.`);
			if (run.copied > 0) say(`Brought to the second copy: ${run.copied}.`);
			if (run.remade > 0) say(`Photographs whose pictures will be made anew: ${run.remade}.`);
			if (orphans > 0) say(`Known to no keepsake: ${orphans}.`);
			if (run.copyAway) say('The second copy could not be reached for some of them.');
			const logIsWhole = await sayLog(lamplight, say);
			return damaged > 0 || run.copyAway || !logIsWhole ? 1 : 0;
		});
	}
};

async function sayLog(lamplight: Lamplight, say: Terminal['say']): Promise<boolean> {
	const { faults, head, written } = await verifyLog(lamplight);
	for (const { number, what } of faults) say(`LOG  entry ${number}  ${logWords[what]}`);
	if (faults.length === 0) say(`The log is whole: ${head?.number ?? 0} entries.`);
	if (head && written === 0) {
		say(
			'Nothing in this data folder says how far the log once reached, so a cut or a whole rewriting ' +
				'could not show. Run this where the jobs are done.'
		);
	}
	return faults.length === 0;
}

function megabytes(bytes: number): string {
	return (bytes / 1e6).toFixed(0);
}
