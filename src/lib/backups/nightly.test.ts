import { expect, test } from 'vitest';
import { lastBackups } from '#lib/server/backups/records.ts';
import type { Letter } from '#lib/server/mail/letter.ts';
import { wordsOf } from '#lib/server/mail/words.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { beginBox, lettersIn } from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { emptyFolder } from '../../../tests/postgres/trial.ts';
import { backupState } from './queries.server.ts';
import { takeNightly } from './takeNightly.server.ts';
import { warnOfBackups } from './warn.server.ts';

const days = (count: number) => new Date(Date.now() + count * 24 * 60 * 60 * 1000);

async function siteWithHost() {
	const site = await openTestSite();
	const ash = await site.person('Ash');
	await site.owner.query('insert into lamplight.host (member_id) values ($1)', [ash.id]);
	const stateFor = (who: Person) =>
		asViewer(site.pools.web, who.session, (tx) => backupState(tx, 8, site.now()));
	return { site, ash, stateFor };
}

test('the nightly backup is taken and proven by itself where a place is set', async () => {
	const { site, ash, stateFor } = await siteWithHost();
	await takeNightly(site);
	expect(await lastBackups(site.pools.worker)).toMatchObject({ takenAt: null, provenAt: null });
	site.settings.backups.target = await emptyFolder();
	await takeNightly(site);
	const { provenAt } = await lastBackups(site.pools.worker);
	expect(provenAt).toBeInstanceOf(Date);
	expect(await stateFor(ash)).toMatchObject({ provenAt, overdue: false, faults: 0 });
	expect(await stateFor(await site.person('Wren'))).toMatchObject({ provenAt: null });
});

test('hosts are told once when nothing was proven for too long, and nobody while nobody has anything', async () => {
	const { site, ash } = await siteWithHost();
	const inNineDays = { ...site, now: () => days(9) };
	await warnOfBackups(inNineDays);
	expect(await lettersIn(site)).toEqual([]);
	await beginBox(site, await site.person('Wren'));
	await warnOfBackups(site);
	expect(await lettersIn(site)).toEqual([]);
	await warnOfBackups(inNineDays);
	await warnOfBackups(inNineDays);
	expect(await lettersIn(site)).toEqual([
		{ template: 'backup_overdue', member: ash.id, address: null }
	]);
	const letter: Letter = { template: 'backup_overdue', params: {} };
	expect((await wordsOf(inNineDays, letter))?.before.join(' ')).toContain(
		'No backup of it has been'
	);
	await site.owner.query(
		`insert into lamplight.backup (id, place, encrypted, rows, files, bytes, proven_at)
		values ('one', '/elsewhere', true, 1, 1, 1, now())`
	);
	expect(await wordsOf({ ...site, now: () => days(7) }, letter)).toBeNull();
	await warnOfBackups(inNineDays);
	expect(await lettersIn(site)).toHaveLength(2);
});
