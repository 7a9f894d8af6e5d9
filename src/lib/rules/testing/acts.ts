/**
 * Random lives: people do things to one box, one after the other, an hour apart, and each thing is
 * done as an action would do it: load the facts, ask the rule, write the effects.
 */
import fc from 'fast-check';
import type { Answer, Audience, ConsentFacts, DecisionKind, Going, Narrowing } from '../facts.ts';
import type { Keepsake, MemberId, Proposal } from '../facts.ts';
import { anna, eve, ruth, tom } from './family.ts';

/** Everything there is, and the moment it is. */
export type World = ConsentFacts & {
	now: Date;
	keepsakes: Keepsake[];
	suspended: MemberId[];
	refused: number;
};

export const people: MemberId[] = [anna, tom, eve, ruth];
export const guestId = 'guest' as MemberId;
export const peerId = 'peer' as MemberId;
export const readers: MemberId[] = [guestId, peerId];

export type Act =
	| {
			act: 'edit';
			who: MemberId;
			story: number;
			photo: number | null;
			covered: boolean;
			going: Going;
	  }
	| { act: 'propose'; who: MemberId; version: number; audiences: Audience[] }
	| { act: 'answer'; who: MemberId; proposal: number; answer: Answer['answer'] }
	| { act: 'carry-out'; proposal: number }
	| { act: 'close'; who: MemberId; proposal: number }
	| { act: 'bring-back'; who: MemberId; share: number }
	| { act: 'narrow'; who: MemberId; share: number; setting: Narrowing['setting']; what: string }
	| { act: 'delegate'; who: MemberId; named: MemberId; kind: DecisionKind }
	| { act: 'end-delegation'; who: MemberId }
	| { act: 'join' | 'leave' | 'die'; who: MemberId }
	| { act: 'block'; who: MemberId; whom: MemberId }
	| { act: 'suspend'; whom: MemberId }
	| { act: 'withdraw-guest' }
	| { act: 'put-away' | 'let-go' | 'take-back' | 'open'; who: MemberId; keepsake: number };

const who = fc.constantFrom(...people);
const someone = fc.constantFrom(...people, ...readers);
/** Counted from the latest, so that people mostly speak of what is at hand. */
const nth = fc.nat(2);
const audiences = fc.subarray<Audience>(['family', 'peers', 'anyone'], { minLength: 1 });

export const anyGoing: fc.Arbitrary<Going> = fc.record({
	findable: fc.boolean(),
	answers: fc.constantFrom('none', 'with_you', 'letters'),
	lived: fc
		.subarray(['weeks', 'weeks', 'cause:cord', 'cause:infection'])
		.chain((facts) => fc.tuple(fc.constant([...new Set(facts)]), fc.boolean()))
		.map(([facts, coarse]) => facts.map((fact) => ({ fact, coarse: fact === 'weeks' && coarse }))),
	subjects: fc.subarray(['faith'])
});

export const anyAct: fc.Arbitrary<Act> = fc.oneof(
	{
		weight: 2,
		arbitrary: fc.record({
			act: fc.constant('edit' as const),
			who,
			story: fc.nat(1),
			photo: fc.option(fc.nat(1)),
			covered: fc.boolean(),
			going: anyGoing
		})
	},
	{
		weight: 4,
		arbitrary: fc.record({ act: fc.constant('propose' as const), who, version: nth, audiences })
	},
	{
		weight: 8,
		arbitrary: fc.record({
			act: fc.constant('answer' as const),
			who,
			proposal: nth,
			answer: fc.constantFrom<Answer['answer']>('yes', 'yes', 'yes', 'not_yet', 'no')
		})
	},
	{ weight: 5, arbitrary: fc.record({ act: fc.constant('carry-out' as const), proposal: nth }) },
	fc.record({ act: fc.constant('close' as const), who, proposal: nth }),
	fc.record({ act: fc.constant('bring-back' as const), who, share: nth }),
	fc.record({
		act: fc.constant('narrow' as const),
		who,
		share: nth,
		setting: fc.constantFrom('findable', 'with_you', 'letters', 'lived', 'subject'),
		what: fc.constantFrom('weeks', 'cause')
	}),
	{
		weight: 2,
		arbitrary: fc.record({
			act: fc.constant('delegate' as const),
			who,
			named: who,
			kind: fc.constantFrom<DecisionKind>('share', 'share', 'uncover', 'findable')
		})
	},
	fc.record({ act: fc.constant('end-delegation' as const), who }),
	fc.record({ act: fc.constantFrom('join' as const, 'leave' as const, 'die' as const), who }),
	fc.record({ act: fc.constant('block' as const), who, whom: someone }),
	fc.record({ act: fc.constant('suspend' as const), whom: someone }),
	fc.record({ act: fc.constant('withdraw-guest' as const) }),
	{
		weight: 2,
		arbitrary: fc.record({
			act: fc.constantFrom('put-away', 'let-go', 'let-go', 'take-back', 'open'),
			who,
			keepsake: fc.nat(1)
		}) as fc.Arbitrary<Act>
	}
);

export const anyLife = fc.array(anyAct, { minLength: 20, maxLength: 60, size: 'max' });

/** The one an act means by a number, or nothing when there is none. */
export function pick<T>(list: readonly T[], index: number): T | undefined {
	return list.length > 0 ? list[list.length - 1 - (index % list.length)] : undefined;
}

export function openProposal(world: World, index: number): Proposal | undefined {
	const open = world.proposals.filter((each) => each.closedAt === null);
	return pick(open, index);
}
