/** Random lives of a box, lived out as rows: who asks what, who answers, who comes and goes. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Audience, BoxId } from '#lib/rules/facts.ts';
import { photograph } from './home.ts';
import type { Person, TestSite } from './site.ts';

export type Step =
	| { do: 'share'; by: number; version: number; audiences: Audience[] }
	| { do: 'invite'; by: number; kind: 'invite_guest' | 'invite_keeper'; email: string }
	| { do: 'answer'; by: number; proposal: number; answer: string }
	/** To what was asked last. */
	| { do: 'all-say-yes' }
	| { do: 'delegate'; by: number; named: number; kind: string }
	| { do: 'end-delegation'; by: number }
	| { do: 'brought-back'; by: number; audiences: Audience[] }
	| { do: 'stands'; version: number; audiences: Audience[] }
	| { do: 'taken-back' }
	| { do: 'narrow'; by: number; setting: string; what: string }
	| { do: 'close'; proposal: number }
	| { do: 'leave' | 'die' | 'join'; by: number };

const who = fc.nat(2);
const audiences = fc.subarray<Audience>(['family', 'peers', 'anyone'], { minLength: 1 });
const proposal = fc.nat(4);
const asked = fc.constantFrom('invite_guest', 'invite_keeper');
const answered = fc.constantFrom('yes', 'yes', 'yes', 'not_yet', 'no');
const left = fc.constantFrom(
	...['share', 'share', 'uncover', 'invite_guest', 'invite_keeper'],
	...['findable', 'allow_letters', 'show_lived_fact']
);
const email = fc.constantFrom('gran@example.org', 'GRAN@example.org', 'jo@example.org');

const doing = (
	weight: number,
	what: string | fc.Arbitrary<string>,
	more: Record<string, fc.Arbitrary<unknown>> = {}
) => {
	const deed = typeof what === 'string' ? fc.constant(what) : what;
	return { weight, arbitrary: fc.record({ do: deed, ...more }) };
};

/** Weighted so that most lives come to some agreement. */
export const anyStep = fc.oneof(
	doing(5, 'share', { by: who, version: fc.nat(10), audiences }),
	doing(1, 'invite', { by: who, kind: asked, email }),
	doing(7, 'answer', { by: who, proposal, answer: answered }),
	doing(8, 'all-say-yes'),
	doing(4, 'delegate', { by: who, named: who, kind: left }),
	doing(1, 'end-delegation', { by: who }),
	doing(1, 'brought-back', { by: who, audiences }),
	doing(2, 'stands', { version: fc.constantFrom(2, 4, 5, 6, 7), audiences }),
	doing(2, 'narrow', {
		by: who,
		setting: fc.constantFrom('findable', 'with_you', 'letters', 'lived'),
		what: fc.constantFrom('weeks', 'cause')
	}),
	doing(1, 'taken-back'),
	doing(1, 'close', { proposal }),
	doing(3, fc.constantFrom('leave', 'die', 'join', 'join'), { by: who })
) as fc.Arbitrary<Step>;

export type World = {
	box: string;
	story: string;
	/**
	 * Own words, words, a photograph shown, one that its giver keeps private, the first covered; then
	 * words with more and more that goes out beside them, and own words that may be found.
	 */
	versions: string[];
	proposals: string[];
	keepsake: string;
};

/** What goes out beside the words: whether it may be found, how it is answered, what was lived. */
const plain = [false, 'none', {}] as const;
const going: (readonly [boolean, string, object])[] = [
	[true, 'none', {}],
	[true, 'with_you', { weeks: '~20' }],
	[true, 'letters', { weeks: '20', cause: ['cord'] }],
	[false, 'letters', {}],
	[false, 'none', { weeks: '20', cause: ['cord', 'infection'] }],
	[true, 'letters', {}]
];

const flags = (chosen: Audience[]) =>
	(['family', 'peers', 'anyone'] as const).map((each) => chosen.includes(each));

/** What three people, two of whom keep the box from `begins` on, do in it. */
export function consentLife(site: TestSite, people: readonly Person[]) {
	const put = (text: string, values: unknown[]) => site.owner.query(text, values);
	const writer = people[0] as Person;

	async function begin(scope: 'mine' | 'box', begins: Date): Promise<World> {
		const [box, story] = [randomUUID(), randomUUID()];
		const versions = [0, 1, 2, 3, 4, ...going].map(() => randomUUID());
		await put('insert into lamplight.box (id) values ($1)', [box]);
		for (const { id } of people.slice(0, 2)) await join(box, id, begins);
		await put(
			'insert into lamplight.story (id, box_id, writer_id, scope) values ($1, $2, $3, $4)',
			[story, box, writer.id, scope]
		);
		for (const [number, id] of versions.entries()) {
			await put(
				`insert into lamplight.story_version
					(id, story_id, number, title, body, own_words, findable, answers, lived)
				values ($1, $2, $3, '', '', $4, $5, $6, $7)`,
				[id, story, number, number === 0 || number === 10, ...(going[number - 5] ?? plain)]
			);
		}
		const keepsake = await photograph(site, writer, box as BoxId);
		const mine = await photograph(site, writer, box as BoxId, 'mine');
		const placed = [
			[versions[2], keepsake, false],
			[versions[3], mine, true],
			[versions[4], keepsake, true]
		];
		for (const each of placed) {
			await put(
				`insert into lamplight.version_keepsake (version_id, keepsake_id, position, covered)
				values ($1, $2, 1, $3)`,
				each
			);
		}
		return { box, story, versions, proposals: [], keepsake };
	}

	const join = (box: string, id: string, at: Date) =>
		put(
			`insert into lamplight.keeper (box_id, member_id, joined_at) values ($1, $2, $3)
			on conflict do nothing`,
			[box, id, at]
		);

	function ask(world: World, step: Extract<Step, { do: 'share' | 'invite' }>, at: Date) {
		const id = randomUUID();
		world.proposals.push(id);
		const by = people[step.by]?.id;
		if (step.do === 'invite') {
			return put(
				`insert into lamplight.proposal (id, box_id, kind, invitee_email, proposed_by, proposed_at)
				values ($1, $2, $3, $4, $5, $6)`,
				[id, world.box, step.kind, step.email, by, at]
			);
		}
		return put(
			`insert into lamplight.proposal
				(id, box_id, kind, story_id, version_id, proposed_by, proposed_at, to_family, to_peers, to_anyone)
			values ($1, $2, 'share', $3, $4, $5, $6, $7, $8, $9)`,
			[
				...[id, world.box, world.story, world.versions[step.version], by, at],
				...flags(step.audiences)
			]
		);
	}

	const say = (proposal: string | undefined, by: string | undefined, answer: string, at: Date) =>
		put(
			`insert into lamplight.consent (proposal_id, member_id, answer, given_at)
			select $1, $2, $3, $4 where $1::uuid is not null`,
			[proposal ?? null, by, answer, at]
		);

	async function leaveTo(world: World, step: Extract<Step, { do: 'delegate' }>, at: Date) {
		if (step.by === step.named) return;
		const [giver, named] = [people[step.by]?.id, people[step.named]?.id];
		await put(
			`update lamplight.delegation set ended_at = $4
			where box_id = $1 and giver_id = $2 and kind = $3 and ended_at is null`,
			[world.box, giver, step.kind, at]
		);
		await put(
			`insert into lamplight.delegation (box_id, giver_id, named_id, kind, given_at)
			values ($1, $2, $3, $4, $5)`,
			[world.box, giver, named, step.kind, at]
		);
	}

	/** What everybody who is there agreed to, and what it took the place of. */
	async function stand(
		{ box, story, versions }: World,
		step: Extract<Step, { do: 'stands' }>,
		at: Date
	) {
		await put('update lamplight.share set ended_at = $2 where story_id = $1 and ended_at is null', [
			story,
			at
		]);
		await put(
			`insert into lamplight.share
				(story_id, box_id, version_id, agreed_by, agreed_at, to_family, to_peers, to_anyone)
			select $1, $2, $3, array_agg(member_id), $4, $5, $6, $7 from lamplight.keeper
			where box_id = $2 and died_at is null and left_at is null
			having count(*) > 0`,
			[story, box, versions[step.version], at, ...flags(step.audiences)]
		);
	}

	async function go({ box }: World, how: 'leave' | 'die', id: string | undefined, at: Date) {
		if (how === 'leave') {
			await put(
				`update lamplight.share set ended_at = $3, ended_by = $2
				where box_id = $1 and ended_at is null and $2 = any (agreed_by) and exists (
					select from lamplight.keeper
					where box_id = $1 and member_id = $2 and left_at is null and died_at is null
				)`,
				[box, id, at]
			);
		}
		await put(
			`update lamplight.keeper set ${how === 'die' ? 'died_at' : 'left_at'} = $3
			where box_id = $1 and member_id = $2 and left_at is null and died_at is null`,
			[box, id, at]
		);
	}

	async function live(world: World, step: Step, at: Date): Promise<unknown> {
		const { box, story, versions, proposals, keepsake } = world;
		const id = 'by' in step ? people[step.by]?.id : undefined;
		switch (step.do) {
			case 'share':
			case 'invite':
				return ask(world, step, at);
			case 'answer':
				return say(proposals[step.proposal], id, step.answer, at);
			case 'all-say-yes':
				for (const each of people) await say(proposals.at(-1), each.id, 'yes', at);
				return;
			case 'delegate':
				return leaveTo(world, step, at);
			case 'end-delegation':
				return put(
					`update lamplight.delegation set ended_at = $3
					where box_id = $1 and giver_id = $2 and ended_at is null`,
					[box, id, at]
				);
			case 'brought-back':
				return put(
					`insert into lamplight.share (story_id, box_id, version_id, agreed_by, agreed_at,
						ended_at, ended_by, to_family, to_peers, to_anyone)
					values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9)`,
					[story, box, versions[1], [id], at, id, ...flags(step.audiences)]
				);
			case 'stands':
				return stand(world, step, at);
			case 'taken-back':
				return put('update lamplight.keepsake set held_again_at = $2 where id = $1', [
					keepsake,
					at
				]);
			case 'narrow':
				return put(
					`insert into lamplight.narrowing (story_id, setting, what, narrowed_by, narrowed_at)
					values ($1, $2, $3, $4, $5)`,
					[story, step.setting, step.setting === 'lived' ? step.what : null, id, at]
				);
			case 'close':
				return put(
					`update lamplight.proposal set closed_at = $2, closed_as = 'taken_back'
					where id = $1 and closed_at is null`,
					[proposals[step.proposal] ?? null, at]
				);
			case 'leave':
			case 'die':
				return go(world, step.do, id, at);
			case 'join':
				return join(box, id ?? '', at);
		}
	}

	return { begin, live };
}
