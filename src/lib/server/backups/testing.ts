/** For tests: backups taken of a site, and put back into a database beside it. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import type { TestSite } from '../../../../tests/database/site.ts';
import { emptyFolder } from '../../../../tests/postgres/trial.ts';
import { openFolderStore } from '../files/folderStore.ts';
import { findBackup, readManifest } from './manifest.ts';
import type { BackupPlace } from './place.ts';
import { restoreBackup } from './restoreBackup.ts';
import { takeBackup } from './takeBackup.ts';

export function take(site: TestSite, place: BackupPlace, sealedFor: string | null = null) {
	return takeBackup({
		ownerUrl: site.settings.databaseUrl ?? '',
		secret: site.settings.secret,
		files: site.files,
		place,
		recipient: sealedFor,
		now: new Date(),
		note: () => undefined
	});
}

/** A database beside the others, with nothing in it. */
export async function emptyDatabase(): Promise<{ ownerUrl: string; behind: pg.Pool }> {
	const name = `restored_${randomBytes(6).toString('hex')}`;
	const on = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
	const chief = new pg.Client({ connectionString: inject('superUrl') });
	await chief.connect();
	await chief.query(`create database ${name} owner lamplight`);
	const behind = new pg.Pool({ connectionString: on(inject('superUrl')), max: 1 });
	// Its end is not waited for on the other side, and the database may go first: nothing is lost by that.
	behind.on('connect', (client) => client.on('error', () => undefined));
	afterAll(async () => {
		await behind.end();
		await chief.query(`drop database ${name} with (force)`);
		await chief.end();
	});
	return { ownerUrl: on(inject('templateUrl')), behind };
}

/** Everything as it was, unless it is said otherwise; what ends then is in `comingBack.test.ts`. */
export async function restoreNewest(
	place: BackupPlace,
	identities: string[] | null = null,
	{ asItWas } = { asItWas: true }
) {
	const { ownerUrl, behind } = await emptyDatabase();
	const folder = await emptyFolder();
	const files = await openFolderStore(folder, new Date());
	const found = await findBackup(place);
	const manifest = await readManifest(place, found, identities);
	const note = () => undefined;
	const asked = { ownerUrl, secret: 'only-for-tests', files, place, found, manifest, identities };
	const wrong = await restoreBackup({ ...asked, asItWas, note });
	const again = () => restoreBackup({ ...asked, asItWas, note });
	return { behind, files, wrong, ownerUrl, again };
}
