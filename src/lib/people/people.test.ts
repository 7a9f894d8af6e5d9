import { describe, expect, test } from 'vitest';
import { openToken } from '#lib/server/mail/seal.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { takeUpInvitation } from '#lib/accounts/invitations.server.ts';
import { answerProposal, bringBack, proposeShare } from '#lib/sharing/actions.server.ts';
import {
	actor,
	beginBox,
	choosing,
	join,
	lettersIn,
	makeHome,
	textFor,
	write
} from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import {
	blockGuest,
	inviteGuest,
	inviteKeeper,
	leaveBox,
	liftBlock,
	withdrawGuest,
	withdrawInvitation
} from './actions.server.ts';
import { peopleOf, type People } from './queries.server.ts';

const site = await openTestSite();

function people(who: Person, box: string): Promise<People> {
	return asViewer(site.pools.web, who.session, async (tx, viewer) => {
		const kept = viewer?.boxes.find(({ id }) => id === box);
		if (!viewer || !kept) throw new NotFound();
		return peopleOf(tx, viewer, kept.id, site.now());
	});
}

/** The token in the letter that waits for this address. */
async function tokenFor(address: string): Promise<string> {
	const { rows } = await site.owner.query<{ sealed: string }>(
		`select payload->'params'->>'sealed' as sealed from graphile_worker._private_jobs
		where payload->'to'->>'address' = $1 order by id desc`,
		[address]
	);
	return rows[0] ? openToken(site.settings.secret, rows[0].sealed) : '';
}

async function accept(who: Person, address: string) {
	const answering = { session: who.session, token: await tokenFor(address), clientAddress: '::1' };
	return takeUpInvitation(site, answering, {});
}

describe('inviting somebody to keep a box too', () => {
	test('is done at once by whoever keeps it alone, and the letter opens it once', async () => {
		const [wren, tom, other] = [
			await site.person('Wren'),
			await site.person('Tom'),
			await site.person('Other')
		];
		const box = await beginBox(site, wren);
		expect(await inviteKeeper(actor(site, wren), box, 'tom@example.net')).toEqual({
			outcome: 'sent'
		});
		expect(await accept(tom, 'tom@example.net')).toMatchObject({ kind: 'taken', as: 'keeper' });
		expect((await people(tom, box)).keepers.map(({ name }) => name)).toEqual(['Wren', 'Tom']);
		expect(await accept(other, 'tom@example.net')).toEqual({ kind: 'gone' });
	});

	test('waits to be mailed without a word by which anybody else could take it up', async () => {
		const wren = await site.person('Wren');
		await inviteKeeper(actor(site, wren), await beginBox(site, wren), 'una@example.net');
		const token = await tokenFor('una@example.net');
		expect(token).toMatch(/^[\w-]{43}$/);
		const { rows } = await site.owner.query<{ said: string }>(
			`select payload::text as said from graphile_worker._private_jobs`
		);
		expect(rows.length).toBeGreaterThan(0);
		for (const { said } of rows) expect(said).not.toContain(token);
	});

	test('takes the yes of everyone who keeps it', async () => {
		const { wren, tom, box } = await makeHome(site);
		const address = 'robin@example.net';
		expect(await inviteKeeper(actor(site, wren), box, address)).toEqual({ outcome: 'asked' });
		expect(await tokenFor(address)).toBe('');
		const [waiting] = (await people(tom, box)).waiting;
		expect(waiting).toMatchObject({ kind: 'invite_keeper', about: address, by: 'Wren' });
		await answerProposal(actor(site, tom), box, waiting?.id ?? '', 'yes');
		expect(await tokenFor(address)).not.toBe('');
		expect((await lettersIn(site)).at(-1)).toEqual({
			template: 'invitation_keeper',
			member: null,
			address
		});
	});

	test('can be withdrawn by any keeper until it is taken up', async () => {
		const { wren, tom, box } = await makeHome(site);
		await inviteKeeper(actor(site, wren), box, 'jay@example.net');
		const [waiting] = (await people(tom, box)).waiting;
		await answerProposal(actor(site, tom), box, waiting?.id ?? '', 'yes');
		const [open] = (await people(tom, box)).open;
		await withdrawInvitation(actor(site, tom), box, open?.id ?? '');
		const jay = await site.person('Jay');
		expect(await accept(jay, 'jay@example.net')).toEqual({ kind: 'gone' });
		expect((await people(wren, box)).open).toEqual([]);
	});

	test('is undone by a no that crossed the last yes on its way', async () => {
		const { wren, tom, box } = await makeHome(site);
		await inviteKeeper(actor(site, wren), box, 'kit@example.net');
		const [waiting] = (await people(tom, box)).waiting;
		const question = waiting?.id ?? '';
		await answerProposal(actor(site, tom), box, question, 'yes');
		expect(await answerProposal(actor(site, tom), box, question, 'no')).toBe('undone');
		const kit = await site.person('Kit');
		expect(await accept(kit, 'kit@example.net')).toEqual({ kind: 'gone' });
	});

	test('comes to nothing when one of those who agreed leaves first', async () => {
		const { wren, tom, box } = await makeHome(site);
		await inviteKeeper(actor(site, wren), box, 'lee@example.net');
		const [waiting] = (await people(tom, box)).waiting;
		await answerProposal(actor(site, tom), box, waiting?.id ?? '', 'yes');
		await leaveBox(actor(site, tom), box);
		const lee = await site.person('Lee');
		expect(await accept(lee, 'lee@example.net')).toEqual({ kind: 'gone' });
	});

	test('writes to one address once while that letter waits, and to few in a day', async () => {
		const wren = await site.person('Wren');
		const box = await beginBox(site, wren);
		await inviteKeeper(actor(site, wren), box, 'max@example.net');
		await expect(inviteKeeper(actor(site, wren), box, 'max@example.net')).rejects.toThrow(NotRight);
		for (let day = 1; day < 20; day++) {
			await inviteGuest(actor(site, wren), box, 'Friend', `friend-${day}@example.net`);
		}
		const more = inviteGuest(actor(site, wren), box, 'Friend', 'friend-20@example.net');
		await expect(more).rejects.toThrow(/tomorrow/);
	});
});

describe('family', () => {
	test('sees what is shared with family, until they are withdrawn, and then nothing', async () => {
		const wren = await site.person('Wren');
		const granny = await site.person('Granny');
		const box = await beginBox(site, wren);
		const story = await write(site, wren, box, 'Hello', 'We said hello.');
		await proposeShare(actor(site, wren), box, story, choosing(['family']));
		await inviteGuest(actor(site, wren), box, 'Gran', 'gran@example.net');
		expect(await accept(granny, 'gran@example.net')).toMatchObject({ kind: 'taken', as: 'guest' });
		expect(await textFor(site, granny, story)).toContain('We said hello');
		await expect(people(granny, box)).rejects.toThrow(NotFound);

		const [guest] = (await people(wren, box)).guests;
		expect(guest).toMatchObject({ name: 'Gran' });
		await withdrawGuest(actor(site, wren), box, guest?.id ?? '');
		expect(await textFor(site, granny, story)).toBeNull();
	});

	test('who is blocked sees no more than a stranger does, also as one who has been through it', async () => {
		const wren = await site.person('Wren');
		const jo = await site.person('Jo');
		const box = await beginBox(site, wren);
		await join(site, box, wren, jo, 'guest');
		await site.owner.query('insert into lamplight.peer_welcome (member_id) values ($1)', [jo.id]);
		const story = await write(site, wren, box, 'Hello', 'We said hello.');
		await proposeShare(actor(site, wren), box, story, choosing(['family', 'peers']));
		expect(await textFor(site, jo, story)).not.toBeNull();
		const [guest] = (await people(wren, box)).guests;
		await blockGuest(actor(site, wren), box, guest?.id ?? '');
		expect(await textFor(site, jo, story)).toBeNull();
		const { blocked } = await people(wren, box);
		expect(blocked).toMatchObject([{ name: 'Jo' }]);
		await liftBlock(actor(site, wren), box, blocked[0]?.id ?? '');
		expect(await textFor(site, jo, story)).not.toBeNull();
		expect((await people(wren, box)).guests).toEqual([]);
	});

	test('can be blocked though they were blocked before, over a letter', async () => {
		const [wren, jo] = [await site.person('Wren'), await site.person('Jo')];
		const box = await beginBox(site, wren);
		await join(site, box, wren, jo, 'guest');
		await site.owner.query('insert into lamplight.block (blocker_id, member_id) values ($1, $2)', [
			wren.id,
			jo.id
		]);
		const [guest] = (await people(wren, box)).guests;
		await blockGuest(actor(site, wren), box, guest?.id ?? '');
		expect((await people(wren, box)).guests).toEqual([]);
		expect((await people(wren, box)).blocked).toHaveLength(1);
	});

	test('cannot be withdrawn, blocked or invited by anybody who does not keep the box', async () => {
		const [home, other] = [await makeHome(site), await makeHome(site)];
		const granny = await site.person('Granny');
		await join(site, home.box, home.wren, granny, 'guest');
		const [guest] = (await people(home.wren, home.box)).guests;
		for (const who of [other.wren, granny]) {
			const mallory = actor(site, who);
			for (const box of [home.box, other.box]) {
				await expect(withdrawGuest(mallory, box, guest?.id ?? '')).rejects.toThrow(NotFound);
				await expect(blockGuest(mallory, box, guest?.id ?? '')).rejects.toThrow(NotFound);
			}
			await expect(inviteGuest(mallory, home.box, 'X', 'x@example.net')).rejects.toThrow(NotFound);
			await expect(leaveBox(mallory, home.box)).rejects.toThrow(NotFound);
		}
		expect((await people(home.wren, home.box)).guests).toHaveLength(1);
	});
});

describe('leaving', () => {
	test('tells the others, and leaves them everything they hold', async () => {
		const { wren, tom, box, story } = await makeHome(site);
		await leaveBox(actor(site, tom), box);
		expect((await people(wren, box)).keepers.map(({ name }) => name)).toEqual(['Wren']);
		const { rows } = await site.owner.query(
			'select kind from lamplight.notice where member_id = $1',
			[wren.id]
		);
		expect(rows).toEqual([{ kind: 'left' }]);
		await expect(people(tom, box)).rejects.toThrow(NotFound);
		await expect(bringBack(actor(site, tom), box, story, null)).rejects.toThrow(NotFound);
	});
});
