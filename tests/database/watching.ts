/** For tests: people who watch over a site, and what they do, by the verbs of the pages. */
import { asViewer } from '#lib/server/database/viewer.ts';
import {
	beginSitting,
	decideMatter,
	reportStory,
	takeMatter
} from '#lib/watching/actions.server.ts';
import { queueOf } from '#lib/watching/queries.server.ts';
import type { Person, TestSite } from './site.ts';

export function watching(site: TestSite) {
	const as = (who: Person | null) => ({ lamplight: site, session: who?.session ?? null });

	/** A moderator who has sat down. */
	async function moderator(name: string, minutes = 60): Promise<Person> {
		const person = await site.person(name);
		await site.owner.query('insert into lamplight.moderator (member_id) values ($1)', [person.id]);
		await asViewer(site.pools.web, person.session, async (tx, viewer) => {
			if (viewer) await beginSitting(tx, viewer, minutes);
		});
		return person;
	}

	/** Whether the first story of each new keeper is looked at before it goes out. */
	const lookFirst = (on: boolean) =>
		site.owner.query(
			`insert into lamplight.site_setting (key, value) values ('first_look', $1)
			on conflict (key) do update set value = $1`,
			[JSON.stringify(on)]
		);

	const queue = (who: Person) =>
		asViewer(site.pools.web, who.session, (tx, viewer) => {
			if (!viewer) throw new Error('Nobody is signed in.');
			return queueOf(tx, viewer, site.now());
		});

	let place = 0;
	/** Somebody tells of a story, each from a place of their own; gives the matter that is open now. */
	async function report(who: Person | null, story: string, concern = 'unkind', words = 'It hurt.') {
		place += 1;
		await reportStory(as(who), story, { concern, words } as never, `198.51.100.${place}`);
		const { rows } = await site.owner.query<{ id: string }>(
			`select id from lamplight.matter where story_id = $1 and kind in ('report', 'danger')
			and closed_at is null order by opened_at desc limit 1`,
			[story]
		);
		return rows[0]?.id ?? '';
	}

	async function decide(who: Person, matter: string, verb: string, reason: string) {
		await takeMatter(as(who), matter);
		const words = 'We looked at it with care.';
		await decideMatter(as(who), matter, { verb, reason, words } as never);
	}

	return { as, moderator, lookFirst, queue, report, decide };
}
