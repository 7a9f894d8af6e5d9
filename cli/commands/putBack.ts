import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { NotBegun, putBackFile } from '#lib/copies/actions.server.ts';
import { whyNotBegun, whyRefused } from '#lib/copies/whyNotPutBack.ts';
import { Refusal } from '#lib/server/postgres/refusal.ts';
import { UsedWrongly, type Command } from '../line/command.ts';
import { memberOf } from '../line/memberOf.ts';
import { withLamplight } from '../line/opened.ts';

const options = { keeper: { type: 'string' }, 'without-damaged': { type: 'boolean' } } as const;

export const command: Command = {
	about: 'Puts a copy of a memory box back, for somebody who has an account here.',
	usage: 'FILE --keeper E-MAIL [--without-damaged]',
	help: [
		'',
		'FILE                the ZIP file of a copy',
		'--keeper            the address of whoever will keep it, alone',
		'--without-damaged   puts back everything but files that are damaged or missing in it',
		'',
		'It becomes a memory box of its own, shared with nobody. Where it is refused nothing of it stays,',
		'and the exit code is 1; so it is where files were left out.'
	],
	async run(args, terminal) {
		const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
		const [file, ...more] = positionals;
		if (!file || more.length > 0) throw new UsedWrongly('Name the ZIP file of a copy.');
		if (!values.keeper) throw new UsedWrongly('Name who will keep it, with --keeper.');
		const path = resolve(terminal.env.INIT_CWD ?? process.cwd(), file);
		const { keeper } = values;
		return withLamplight(terminal, async ({ lamplight }) => {
			const member = await memberOf(lamplight.pools.worker, keeper);
			const asked = { path, rest: values['without-damaged'] ?? false };
			const state = await putBackFile(lamplight, member, asked).catch((error: unknown) => {
				if (error instanceof NotBegun) throw new Refusal(whyNotBegun(error.reason));
				throw error;
			});
			if (state.at === 'refused') {
				for (const name of state.names) terminal.say(`WRONG  ${name}`);
				throw new Refusal(whyRefused(state.why));
			}
			if (state.at !== 'done') throw new Refusal('It is not put back yet; it is tried again.');
			for (const name of state.leftOut) terminal.say(`LEFT OUT  ${name}`);
			terminal.say(`It is back, as the memory box ${state.box}, kept by ${keeper} alone.`);
			return state.leftOut.length > 0 ? 1 : 0;
		});
	}
};
