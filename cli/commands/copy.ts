import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { beforeTaking, gatherCopy, missingBefore, streamCopy } from '#lib/copies/queries.server.ts';
import { makeFolder, syncFolder } from '#lib/server/files/folders.ts';
import { asMember } from '#lib/server/database/viewer.ts';
import { Refusal } from '#lib/server/postgres/refusal.ts';
import { UsedWrongly, type Command } from '../line/command.ts';
import { memberOf } from '../line/memberOf.ts';
import { withLamplight } from '../line/opened.ts';

const options = {
	keeper: { type: 'string' },
	'with-put-away': { type: 'boolean' },
	'without-put-away': { type: 'boolean' }
} as const;

export const command: Command = {
	about: 'Takes a copy of one memory box for one of its keepers, as they would themselves.',
	usage: 'BOX FOLDER --keeper E-MAIL [--with-put-away | --without-put-away]',
	help: [
		'',
		'BOX                  its id, as in the address of its page',
		'FOLDER               where the ZIP file is written',
		'--keeper             the address of the keeper who asked for it: it holds what they hold',
		'--with-put-away      what they put away comes along, covered; they are asked, not we',
		'--without-put-away   it does not',
		'',
		'The exit code is 1 where a file was missing or damaged; the copy holds everything else, and',
		'says so itself. It is not encrypted.'
	],
	async run(args, terminal) {
		const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
		const [box, target, ...more] = positionals;
		if (!box || !target || more.length > 0) throw new UsedWrongly('Name the box and a folder.');
		if (!values.keeper) throw new UsedWrongly('Name the keeper for whom it is, with --keeper.');
		const folder = resolve(terminal.env.INIT_CWD ?? process.cwd(), target);
		const [withIt, without] = [values['with-put-away'], values['without-put-away']];
		if (withIt && without) throw new UsedWrongly('What was put away: with it or without it?');
		const { keeper } = values;
		return withLamplight(terminal, async ({ lamplight }) => {
			const { worker } = lamplight.pools;
			const member = await memberOf(worker, keeper);
			const now = lamplight.now();
			const { before, gathered } = await asMember(worker, member, async (tx, viewer) => {
				const kept = viewer.boxes.find(({ id }) => id === box);
				if (!kept) throw new Refusal(`${keeper} keeps no memory box ${box}.`);
				const before = await beforeTaking(tx, viewer, kept.id, now);
				if (before.putAway && !withIt && !without) {
					throw new UsedWrongly(
						'They put something away: say --with-put-away or --without-put-away.'
					);
				}
				const away = withIt ? 'with' : 'without';
				return { before, gathered: await gatherCopy(tx, viewer, kept.id, away, now) };
			});
			const missing = await missingBefore(lamplight, before);
			const { stream, bytes, fileName, damaged } = await streamCopy(lamplight, gathered);
			await writeBeside(folder, fileName, stream);
			terminal.say(`${join(folder, fileName)} is written, ${(bytes / 1e6).toFixed(1)} MB.`);
			for (const name of missing) terminal.say(`MISSING  ${name}`);
			for (const path of damaged) terminal.say(`DAMAGED  ${path}`);
			return missing.length + damaged.length > 0 ? 1 : 0;
		});
	}
};

/** Under its own name only when all of it is on the disk. */
async function writeBeside(folder: string, fileName: string, stream: NodeJS.ReadableStream) {
	await makeFolder(folder);
	const path = join(folder, fileName);
	if (existsSync(path)) throw new Refusal(`${path} is there already, and is left as it is.`);
	const beside = `${path}.part`;
	try {
		await pipeline(stream, createWriteStream(beside, { mode: 0o600, flush: true }));
		await rename(beside, path);
		await syncFolder(folder);
	} catch (error) {
		await rm(beside, { force: true });
		throw error;
	}
}
