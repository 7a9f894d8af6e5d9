import { parseArgs } from 'node:util';
import { checkRecipient } from '#lib/server/backups/sealing.ts';
import { backUp, countIn, placeNamed } from '../line/backingUp.ts';
import { UsedWrongly, type Command } from '../line/command.ts';
import { withLamplight } from '../line/opened.ts';

const options = {
	recipient: { type: 'string' },
	prove: { type: 'boolean' },
	keep: { type: 'string' }
} as const;

export const command: Command = {
	about: 'Takes a backup of everything into a folder; of files only what is new.',
	usage: 'TARGET [--recipient age1…] [--prove] [--keep N]',
	help: [
		'',
		'TARGET        a folder, on another disk at best (or BACKUP_TARGET)',
		'--recipient   encrypts for whoever has the identity (or BACKUP_RECIPIENT); `age-keygen` makes one',
		'--prove       restores it in a scratch place and compares counts and checksums',
		'--keep N      keeps the newest N backups and really removes what only older ones held'
	],
	async run(args, terminal) {
		const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
		const { env } = terminal;
		const target = positionals[0] ?? env.BACKUP_TARGET;
		if (!target || positionals.length > 1)
			throw new UsedWrongly('Name the folder to back up into.');
		const keep = countIn('--keep', values.keep);
		const named = values.recipient ?? env.BACKUP_RECIPIENT;
		const recipient = named ? checkRecipient(named) : null;
		if (!recipient) {
			terminal.note(
				'This backup is not encrypted: whoever can read the folder can see everything that families ' +
					'keep here. --recipient encrypts it.'
			);
		}
		return withLamplight(terminal, async (opened) => {
			const place = await placeNamed(target, env);
			return backUp(opened, { place, recipient, prove: values.prove ?? false, keep }, terminal);
		});
	}
};
