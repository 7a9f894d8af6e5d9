import { mkdir, open, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findBackup, readManifest } from '#lib/server/backups/manifest.ts';
import { restoreBackup } from '#lib/server/backups/restoreBackup.ts';
import { goOnFrom } from '#lib/watching/actions.server.ts';
import { contentOf, identitiesOf, placeNamed } from '../line/backingUp.ts';
import { saidOfComingBack } from '../line/cameBack.ts';
import { UsedWrongly, type Command } from '../line/command.ts';
import { withLamplight } from '../line/opened.ts';

const options = {
	identity: { type: 'string' },
	backup: { type: 'string' },
	into: { type: 'string' },
	'as-it-was': { type: 'boolean' }
} as const;

export const command: Command = {
	about: 'Puts a backup back, into an empty Lamplight.',
	usage: 'SOURCE [--into FOLDER] [--backup ID] [--identity FILE] [--as-it-was]',
	help: [
		'',
		'SOURCE       the folder that `backup` wrote',
		'--into       the data folder to fill, which is new or empty (or LAMPLIGHT_DATA)',
		'--backup     which one, by its name in SOURCE/backups; else the newest',
		'--identity   the file that opens it, where it is encrypted (or BACKUP_IDENTITY)',
		'--as-it-was  leaves open what was shared then; only where nothing was done here after the',
		'             backup was taken: for another machine, or a new major version of Postgres',
		'',
		'A backup does not know what families brought back after it was taken. So without --as-it-was',
		'nothing is shared with anybody afterwards, and they may share it again. Nothing that somebody',
		'has is ever overwritten. Broken off, it can be begun again.'
	],
	async run(args, terminal) {
		const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
		const [source, ...more] = positionals;
		if (!source || more.length > 0) throw new UsedWrongly('Name the folder of the backup.');
		const identities = await identitiesOf(values.identity ?? terminal.env.BACKUP_IDENTITY);
		const place = await placeNamed(source, terminal.env);
		const found = await findBackup(place, values.backup);
		const manifest = await readManifest(place, found, identities);
		const env = { ...terminal.env };
		if (values.into) env.LAMPLIGHT_DATA = resolve(env.INIT_CWD ?? process.cwd(), values.into);
		const asItWas = values['as-it-was'] ?? false;
		const restoring = { place, found, manifest, identities, asItWas, note: terminal.note };
		return withLamplight(
			{ ...terminal, env },
			async ({ lamplight, ownerUrl }) => {
				const { settings, files } = lamplight;
				// Links in letters that were sent stand on the site's secret.
				const kept = env.LAMPLIGHT_SECRET ? null : manifest.secret;
				const secret = kept ?? settings.secret;
				const wrong = await restoreBackup({ ...restoring, ownerUrl, secret, files });
				if (kept) await keep(settings.dataDir, kept);
				// What `verify` holds the log against, from outside the database.
				await goOnFrom(settings.dataDir, manifest.log, new Date());
				for (const each of [...manifest.faults, ...wrong]) terminal.say(`WRONG ${each}`);
				terminal.say(`Backup ${found.id} is back: ${contentOf(manifest)}, compared.`);
				const { takenAt } = manifest;
				for (const line of await saidOfComingBack(ownerUrl, { takenAt, asItWas }))
					terminal.say(line);
				if (!manifest.secret) {
					terminal.say(
						'Links in letters sent before do not open any more: a plain backup holds no secret.'
					);
				}
				return wrong.length === 0 && manifest.faults.length === 0 ? 0 : 1;
			},
			{ mayBegin: true }
		);
	}
};

/** On the disk before it counts: every role's password stands on it. */
async function keep(dataDir: string, secret: string): Promise<void> {
	await mkdir(dataDir, { recursive: true, mode: 0o711 });
	const beside = join(dataDir, 'secret.new');
	const file = await open(beside, 'w', 0o600);
	await file.writeFile(secret);
	await file.sync();
	await file.close();
	await rename(beside, join(dataDir, 'secret'));
}
