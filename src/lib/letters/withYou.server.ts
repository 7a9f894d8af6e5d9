import { sql } from 'kysely';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { verb, type Actor } from './asMember.server.ts';

/** Says "I am with you" to those who keep a story, as the reader lets them know of them. */
export function sayWithYou(actor: Actor, story: string): Promise<void> {
	return verb(actor, sql`say_with_you(${uuidOrMissing(story)})`);
}

export function takeBackWithYou(actor: Actor, story: string): Promise<void> {
	return verb(actor, sql`take_back_with_you(${uuidOrMissing(story)})`);
}
