import { beforeEach, describe, expect, test } from 'vitest';
import type { BoxId, KeepsakeId } from '#lib/rules/facts.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { drawn } from '#lib/server/pictures/testing/drawn.ts';
import { keepingOfSite } from '#lib/checking/queries.server.ts';
import { makeHome } from '../../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../../tests/database/site.ts';
import { putIn, sha256Of } from '../arriving/testing.ts';
import { keepsakeFace } from '../queries.server.ts';
import { makePicturesOf } from './makePictures.server.ts';
import { tryAgain } from './tryAgain.server.ts';

const site = await openTestSite();

const behind = (text: string, values: unknown[]) => site.owner.query(text, values);
let home: Awaited<ReturnType<typeof makeHome>>;
let keepsake: KeepsakeId;

/** A whole photograph that was given up: this machine had not been up to it. */
beforeEach(async () => {
	home = await makeHome(site);
	const content = await drawn(400, 300).jpeg().toBuffer();
	await putIn(site, { session: home.wren.session, device: null }, content, { box: home.box });
	const { rows } = await behind(
		`update lamplight.keepsake set cannot_show = 'too_slow' where box_id = $1 and sha256 = $2
		returning id`,
		[home.box, sha256Of(content)]
	);
	keepsake = rows[0].id;
	await behind('delete from graphile_worker._private_jobs where key = $1', [
		`make_pictures:${keepsake}`
	]);
});

function as<T>(who: Person, work: (of: Parameters<typeof tryAgain>) => Promise<T>, box = home.box) {
	return asViewer(site.pools.web, who.session, async (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return work([tx, { viewer, box, keepsake, now: site.now() }]);
	});
}
const again = (who: Person, box?: BoxId) => as(who, (of) => tryAgain(...of), box);
const face = (who: Person) =>
	as(who, ([tx, { viewer, box, now }]) => keepsakeFace(tx, viewer, box, keepsake, now));
const asked = async () => {
	const { rows } = await behind('select from graphile_worker.jobs where key = $1', [
		`make_pictures:${keepsake}`
	]);
	return rows.length;
};

describe('what could not be shown', () => {
	test('is tried again when its keeper asks, and shown from then on', async () => {
		expect(await face(home.wren)).toMatchObject({ cannotShow: true, mayTryAgain: true });
		expect(await again(home.wren)).toEqual({ tried: true });
		expect(await face(home.wren)).toMatchObject({ cannotShow: false, making: true });
		expect(await asked()).toBe(1);
		await makePicturesOf(site, keepsake);
		expect(await face(home.wren)).toMatchObject({ making: false, picture: expect.anything() });
	});

	test('is tried again by nobody who does not have it uncovered', async () => {
		const other = await makeHome(site);
		await expect(again(other.wren)).rejects.toThrow(NotFound);
		await expect(again(other.wren, other.box)).rejects.toThrow(NotFound);
		// Tom has not opened it yet.
		await expect(again(home.tom)).rejects.toThrow(NotFound);
		expect(await asked()).toBe(0);
	});

	test('is denied by Postgres as well', async () => {
		const other = await makeHome(site);
		for (const who of [other.wren, other.tom]) {
			const rows = await as(who, ([tx]) =>
				tx
					.selectNoFrom((eb) => eb.fn<string | null>('try_again', [eb.val(keepsake)]).as('kind'))
					.execute()
			);
			expect(rows).toEqual([{ kind: null }]);
		}
		expect(await face(home.wren)).toMatchObject({ cannotShow: true });
	});

	test('is not tried for ever: five times in a day', async () => {
		for (let time = 0; time < 6; time++) {
			expect(await again(home.wren)).toEqual({ tried: time < 5 });
			await behind(`update lamplight.keepsake set cannot_show = 'damaged' where id = $1`, [
				keepsake
			]);
		}
	});

	test('is not offered to be where that is of no use: pages that open with a password', async () => {
		await behind(`update lamplight.keepsake set cannot_show = 'locked' where id = $1`, [keepsake]);
		expect(await face(home.wren)).toMatchObject({ cannotShow: true, mayTryAgain: false });
		await expect(again(home.wren)).rejects.toThrow(NotFound);
	});

	test('is told to the host by its id alone, and to nobody else', async () => {
		const host = await site.person('Jo');
		await behind('insert into lamplight.host (member_id) values ($1)', [host.id]);
		const told = (who: Person) => as(who, async ([tx]) => (await keepingOfSite(tx)).notShown);
		const { count, latest } = await told(host);
		expect(count).toBeGreaterThan(0);
		expect(latest[0]).toEqual({ id: keepsake, kind: 'photograph', why: 'too_slow' });
		expect(await told(home.wren)).toEqual({ count: 0, latest: [] });
	});
});
