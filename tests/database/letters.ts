/** For tests: a family that takes letters, and letters to it, by the verbs of the pages. */
import { randomUUID } from 'node:crypto';
import { asViewer, type Tx } from '#lib/server/database/viewer.ts';
import { sendLetter } from '#lib/letters/actions.server.ts';
import { deliverLetter } from '#lib/letters/deliver.server.ts';
import { correspondence } from '#lib/letters/queries.server.ts';
import { screenLetter } from '#lib/letters/screenLetter.server.ts';
import { NotFound } from '#lib/server/failures.ts';
import { makeFamily, type Family } from './family.ts';
import type { Person, TestSite } from './site.ts';

export const kindWords = 'I am so sorry about your son. I lit a candle for him tonight.';
export const cruelWords = 'You should have gone to the hospital earlier. It was not a real baby.';

export function writingLetters(site: TestSite) {
	const as = (who: Person | null) => ({ lamplight: site, session: who?.session ?? null });
	const put = (text: string, values: unknown[]) => site.owner.query(text, values);

	/** A family whose story takes answers, as they agreed. */
	async function openFamily(answers = 'letters'): Promise<Family> {
		const family = await makeFamily(site, ['anyone']);
		await allow(family, answers);
		return family;
	}
	/** One where both have letters straight once screened. */
	async function straight(): Promise<Family> {
		const family = await openFamily();
		await way(family.wren, 'straight');
		await way(family.tom, 'straight');
		return family;
	}
	async function allow({ version, share }: Family, answers: string) {
		await put('update lamplight.story_version set answers = $1 where id = $2', [answers, version]);
		await put('update lamplight.share set answers = $1 where id = $2', [answers, share]);
	}
	async function way(who: Person, chosen: string) {
		await put(
			`insert into lamplight.letter_way (member_id, way) values ($1, $2)
			on conflict (member_id) do update set way = $2`,
			[who.id, chosen]
		);
	}
	/** Sends it, and does what the jobs do. */
	async function send(who: Person, { story }: Family, words = kindWords): Promise<string> {
		const id = await sendLetter(as(who), { story }, { body: words });
		await carry(id);
		return id;
	}
	async function answer(who: Person, root: string, to: Person, words = kindWords) {
		const id = await sendLetter(as(who), { root, answers: await by(to, root) }, { body: words });
		await carry(id);
		return id;
	}
	/** A letter of theirs in a correspondence: what stands for them to the other. */
	async function by(whom: Person, root: string): Promise<string> {
		const { rows } = await put(
			'select id from lamplight.letter where root_id = $1 and from_id = $2 order by sent_at',
			[root, whom.id]
		);
		return (rows[0]?.id as string | undefined) ?? randomUUID();
	}
	async function carry(letter: string) {
		await screenLetter(site, letter);
		await deliverLetter(site, letter);
	}
	/** The whole correspondence as this person has it; null: nothing of it is theirs. */
	async function seen(who: Person, root: string, opened: string | null = null) {
		try {
			return await tx(who, (inTx, viewer) =>
				correspondence(inTx, viewer, root, { now: site.now(), opened })
			);
		} catch (error) {
			if (error instanceof NotFound) return null;
			throw error;
		}
	}
	/** The paragraphs they have of it, letter after letter; null: nothing of it is theirs. */
	async function words(who: Person, root: string) {
		return (await seen(who, root))?.letters.flatMap(({ paragraphs }) => paragraphs) ?? null;
	}
	/** What whoever sent it is told of it. */
	async function told(who: Person, letter: string) {
		return (await seen(who, letter))?.letters.find(({ id }) => id === letter)?.told;
	}
	async function tx<T>(
		who: Person,
		work: (
			inTx: Tx,
			viewer: NonNullable<Parameters<Parameters<typeof asViewer>[2]>[1]>
		) => Promise<T>
	): Promise<T> {
		return asViewer(site.pools.web, who.session, (inTx, viewer) => {
			if (!viewer) throw new NotFound();
			return work(inTx, viewer);
		});
	}
	/** The open matter of this kind about a letter. */
	async function matterOf(letter: string, kind = 'letter'): Promise<string | undefined> {
		const { rows } = await put(
			'select id from lamplight.matter where letter_id = $1 and kind = $2 and closed_at is null',
			[letter, kind]
		);
		return rows[0]?.id as string | undefined;
	}
	async function block(by: Person, whom: Person) {
		await put(
			`insert into lamplight.block (blocker_id, member_id) values ($1, $2) on conflict do nothing`,
			[by.id, whom.id]
		);
	}
	async function suspend(whom: Person) {
		await put(`insert into lamplight.suspension (member_id, reason) values ($1, 'unkind')`, [
			whom.id
		]);
	}
	return {
		as,
		put,
		openFamily,
		straight,
		allow,
		way,
		send,
		answer,
		by,
		carry,
		seen,
		words,
		told,
		tx,
		matterOf,
		block,
		suspend
	};
}
