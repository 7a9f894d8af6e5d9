import { expect, test } from 'vitest';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { quietOf } from '#lib/server/quiet/quietOf.ts';
import { makeHome } from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { heldNotices } from './queries.server.ts';

const site = await openTestSite();

const day = new Date('2026-03-14T12:00:00Z');
const heldFor = (who: Person, now: Date, asked = false) =>
	asViewer(site.pools.web, who.session, (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return heldNotices(tx, viewer, now, asked);
	});

test('on a tender day nothing is told that was not asked for; the day after it is', async () => {
	const { wren, tom, box } = await makeHome(site);
	await site.owner.query(`update lamplight.box set died_on = '2025-03-14' where id = $1`, [box]);
	await site.owner.query(
		`insert into lamplight.day_wish (member_id, box_id, what, wish) values ($1, $2, 'died', 'nothing')`,
		[tom.id, box]
	);
	const after = new Date('2026-03-15T00:00:00Z');
	expect(await heldFor(wren, day)).toBe('tender-day');
	expect(await heldFor(wren, day, true)).toBeNull();
	expect(await heldFor(wren, after)).toBeNull();
	// What one of them chose for their days changes nothing for the other.
	expect(await heldFor(tom, day)).toBeNull();
});

test('after “stop for today” nothing is told, until tomorrow', async () => {
	const { wren } = await makeHome(site);
	await site.owner.query(
		`insert into lamplight.stop (member_id, stopped_at, until) values ($1, $2, '2026-03-15T00:00Z')`,
		[wren.id, day]
	);
	expect(await heldFor(wren, day)).toBe('stopped-for-today');
	expect(await heldFor(wren, new Date('2026-03-15T00:00:00Z'))).toBeNull();
});

test('nobody reads what another set for their days, though they keep the same memory box', async () => {
	const { wren, tom, box } = await makeHome(site);
	await site.owner.query(`update lamplight.box set born_on = '2025-03-14' where id = $1`, [box]);
	const sets = [
		`insert into lamplight.day_setting (member_id, zone) values ($1, 'Asia/Tokyo')`,
		`insert into lamplight.stop (member_id, stopped_at, until) values ($1, now(), now() + interval '1 day')`,
		`insert into lamplight.named_day (member_id, name, on_date, yearly, wish) values ($1, 'x', '--03-14', true, 'word')`
	];
	for (const set of sets) await site.owner.query(set, [wren.id]);
	const quiet = (asker: Person) =>
		asViewer(site.pools.web, asker.session, (tx) => quietOf(tx, wren.id));
	expect(await quiet(wren)).toMatchObject({ zone: 'Asia/Tokyo', stoppedUntil: expect.any(Date) });
	const seenByTom = await quiet(tom);
	expect(seenByTom).toMatchObject({ zone: 'UTC', stoppedUntil: null, quietHours: null });
	expect(seenByTom.days.filter(({ of }) => of.what === 'named')).toEqual([]);
	for (const table of ['day_setting', 'stop', 'named_day', 'day_wish']) {
		const { rows } = await site.pools.strangers.query(`select * from ${table}`);
		expect(rows).toEqual([]);
	}
});
