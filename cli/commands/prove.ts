import { parseArgs } from 'node:util';
import { findBackup } from '#lib/server/backups/manifest.ts';
import { identitiesOf, placeNamed, proveIt } from '../line/backingUp.ts';
import { UsedWrongly, type Command } from '../line/command.ts';
import { withLamplight } from '../line/opened.ts';

const options = { identity: { type: 'string' }, backup: { type: 'string' } } as const;

export const command: Command = {
	about: 'Proves a backup: restores it in a scratch place and compares every byte.',
	usage: 'SOURCE [--backup ID] [--identity FILE]',
	help: [
		'',
		'SOURCE       the folder that `backup` wrote',
		'--backup     which one, by its name in SOURCE/backups; else the newest',
		'--identity   the file that opens it, where it is encrypted (or BACKUP_IDENTITY)'
	],
	async run(args, terminal) {
		const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
		const [source, ...more] = positionals;
		if (!source || more.length > 0) throw new UsedWrongly('Name the folder of the backup.');
		const identities = await identitiesOf(values.identity ?? terminal.env.BACKUP_IDENTITY);
		return withLamplight(terminal, async ({ lamplight }) => {
			const place = await placeNamed(source, terminal.env);
			const found = await findBackup(place, values.backup);
			return (await proveIt(lamplight, { place, found, identities }, terminal)) ? 0 : 1;
		});
	}
};
