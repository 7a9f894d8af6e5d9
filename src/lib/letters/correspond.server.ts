import { sql } from 'kysely';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { verb, type Actor } from './asMember.server.ts';

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

/** Would be known by name to the other; it holds once both have said so. */
export function sayName(actor: Actor, root: string, to: string): Promise<void> {
	return verb(actor, sql`say_name(${uuidOrMissing(root)}, ${uuidOrMissing(to)})`);
}

export function takeBackName(actor: Actor, root: string, to: string): Promise<void> {
	return verb(actor, sql`take_back_name(${uuidOrMissing(root)}, ${uuidOrMissing(to)})`);
}

/** The person trusted to read first lets a letter through, or not. */
export function passTrusted(
	actor: Actor,
	letter: string,
	forMember: string,
	passes: boolean
): Promise<void> {
	return verb(
		actor,
		sql`pass_trusted(${uuidOrMissing(letter)}, ${uuidOrMissing(forMember)}, ${passes})`
	);
}
