import { describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { wordsOf } from '#lib/server/mail/words.ts';
import {
	actor,
	choosing,
	join,
	lettersIn,
	makeHome,
	pageFor,
	type Home
} from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import {
	answerProposal,
	decideForMe,
	proposeShare,
	remindOnce,
	takeBackProposal
} from './actions.server.ts';

const site = await openTestSite();

async function ask({ wren, box, story }: Home) {
	return (await proposeShare(actor(site, wren), box, story, choosing(['anyone']))).proposalId;
}

const remind = (home: Home, proposal: string, who = home.wren) =>
	remindOnce(actor(site, who), home.box, proposal);

async function remindersFor({ id }: Person) {
	const letters = (await lettersIn(site)).filter(({ member }) => member === id);
	const { rows } = await site.owner.query(
		`select count(*)::int as notices from lamplight.notice where member_id = $1 and kind = 'reminded'`,
		[id]
	);
	const sent = letters.filter(({ template }) => template === 'proposal_reminder').length;
	return { letters: sent, notices: rows[0].notices as number };
}

const once = { letters: 1, notices: 1 };
const never = { letters: 0, notices: 0 };

describe('the one reminder', () => {
	test('goes to whoever has not answered, as a letter and a word on the screen', async () => {
		const home = await makeHome(site);
		const proposal = await ask(home);
		expect((await pageFor(site, home.wren, home.box, proposal)).waiting?.mayRemind).toBe(true);
		expect((await pageFor(site, home.tom, home.box, proposal)).waiting?.mayRemind).toBe(false);
		expect(await remind(home, proposal)).toBe('reminded');
		expect(await remindersFor(home.tom)).toEqual(once);
		expect(await remindersFor(home.wren)).toEqual(never);
		const toms = (await pageFor(site, home.tom, home.box, proposal)).waiting;
		expect(toms).toMatchObject({ reminded: true, yours: 'silent', by: 'Wren' });
	});

	test('is never sent twice, however the button is pressed', async () => {
		const home = await makeHome(site);
		const proposal = await ask(home);
		const pressed = await Promise.all([1, 2, 3].map(() => remind(home, proposal)));
		expect(pressed.filter((each) => each === 'reminded')).toHaveLength(1);
		expect(await remind(home, proposal)).toBe('nobody');
		expect(await remindersFor(home.tom)).toEqual(once);
		expect((await pageFor(site, home.wren, home.box, proposal)).waiting?.mayRemind).toBe(false);
	});

	test('is not had again by taking the question back and asking it anew', async () => {
		const home = await makeHome(site);
		const first = await ask(home);
		await remind(home, first);
		await takeBackProposal(actor(site, home.wren), home.box, first);
		expect(await remind(home, await ask(home))).toBe('nobody');
		expect(await remindersFor(home.tom)).toEqual(once);
	});

	test.each(['yes', 'not_yet', 'no'] as const)('reaches nobody who said “%s”', async (answer) => {
		const home = await makeHome(site);
		const robin = await site.person('Robin');
		await join(site, home.box, home.wren, robin);
		const proposal = await ask(home);
		await answerProposal(actor(site, home.tom), home.box, proposal, answer);
		expect(await remind(home, proposal)).toBe(answer === 'no' ? 'nobody' : 'reminded');
		expect(await remindersFor(home.tom)).toEqual(never);
		expect(await remindersFor(robin)).toEqual(answer === 'no' ? never : once);
	});

	test('reaches nobody who left the deciding to another', async () => {
		const home = await makeHome(site);
		const robin = await site.person('Robin');
		await join(site, home.box, home.wren, robin);
		await decideForMe(actor(site, home.tom), home.box, home.wren.id, 'share');
		const proposal = await ask(home);
		expect(await remind(home, proposal)).toBe('reminded');
		expect(await remindersFor(home.tom)).toEqual(never);
		expect(await remindersFor(robin)).toEqual(once);
	});

	test('is nobody’s but the one’s who asks, and of nothing that is closed', async () => {
		const [home, other] = [await makeHome(site), await makeHome(site)];
		const proposal = await ask(home);
		for (const who of [home.tom, other.wren]) {
			await expect(remind(home, proposal, who)).rejects.toThrow(NotFound);
		}
		await takeBackProposal(actor(site, home.wren), home.box, proposal);
		expect(await remind(home, proposal)).toBe('nobody');
		expect(await remindersFor(home.tom)).toEqual(never);
	});

	test('is not sent any more to one who answered while the letter waited', async () => {
		const home = await makeHome(site);
		const proposal = await ask(home);
		const letter = {
			template: 'proposal_reminder' as const,
			params: { proposal, member: home.tom.id }
		};
		expect((await wordsOf(site, letter))?.after).toEqual([
			'This is the only reminder. Nothing happens if you leave it as it is.'
		]);
		await answerProposal(actor(site, home.tom), home.box, proposal, 'not_yet');
		expect(await wordsOf(site, letter)).toBeNull();
	});
});

describe('with the application’s own checks taken away, Postgres', () => {
	const directly = (who: Person, proposal: string) =>
		asViewer(site.pools.web, who.session, async (tx) => {
			const { rows } = await sql<{
				who: string;
			}>`select remind_once(${proposal}) as who`.execute(tx);
			return rows.map((row) => row.who);
		});

	test('reminds once, of one’s own question, and never after a no', async () => {
		const home = await makeHome(site);
		const proposal = await ask(home);
		await expect(directly(home.tom, proposal)).rejects.toThrow(/not found/);
		expect(await directly(home.wren, proposal)).toEqual([home.tom.id]);
		await expect(directly(home.wren, proposal)).rejects.toThrow(/no reminder but one/);
		const refused = await makeHome(site);
		const asked = await ask(refused);
		await answerProposal(actor(site, refused.tom), refused.box, asked, 'no');
		await expect(directly(refused.wren, asked)).rejects.toThrow(/no reminder but one/);
	});
});
