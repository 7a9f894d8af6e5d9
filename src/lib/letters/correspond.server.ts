import { sql, type RawBuilder } from 'kysely';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { asMember, verb, type Actor } from './asMember.server.ts';
import { writerOf } from './place.server.ts';
import { toReadFirst } from './readingFirst.server.ts';

/** Ends a correspondence. Nobody is asked for a reason. */
export function endLetters(actor: Actor, root: string): Promise<void> {
	return verb(actor, sql`end_letters(${uuidOrMissing(root)})`);
}

/** Blocks whoever wrote this letter to the viewer; they are not told. */
export function blockWriter(actor: Actor, letter: string): Promise<void> {
	return verb(actor, sql`block_writer(${uuidOrMissing(letter)})`);
}

export function reportLetter(
	actor: Actor,
	letter: string,
	{ concern, words }: { concern: string; words: string }
): Promise<void> {
	return verb(actor, sql`report_letter(${uuidOrMissing(letter)}, ${concern}, ${words})`);
}

/** Whoever sent a letter that was not passed on asks for another look, once. */
export function appealLetter(actor: Actor, letter: string): Promise<void> {
	return verb(actor, sql`appeal_letter(${uuidOrMissing(letter)})`);
}

/** Would be known by name to whoever wrote that letter; it holds once both have said so. */
export function sayName(actor: Actor, root: string, answers: string): Promise<void> {
	return toWriter(actor, root, answers, (to) => sql`say_name(${root}, ${to})`);
}

export function takeBackName(actor: Actor, root: string, answers: string): Promise<void> {
	return toWriter(actor, root, answers, (to) => sql`take_back_name(${root}, ${to})`);
}

/** Does a verb towards whoever wrote this letter to the viewer. */
function toWriter(
	actor: Actor,
	root: string,
	answers: string,
	call: (to: string) => RawBuilder<unknown>
): Promise<void> {
	return asMember(actor, async (tx, viewer) => {
		await sql`select ${call(await writerOf(tx, viewer, root, answers))}`.execute(tx);
	});
}

/** The person trusted to read first lets a copy of a letter through, or not. */
export function passTrusted(actor: Actor, copy: string, passes: boolean): Promise<void> {
	return asMember(actor, async (tx, viewer) => {
		const { letterId, memberId } = await toReadFirst(tx, viewer, copy);
		await sql`select pass_trusted(${letterId}, ${memberId}, ${passes})`.execute(tx);
	});
}
