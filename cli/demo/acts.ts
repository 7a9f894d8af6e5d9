import { decideHold, receiveForm, sayAbout } from '#lib/keepsakes/actions.server.ts';
import { inviteGuest, inviteKeeper } from '#lib/people/actions.server.ts';
import type { Audience, BoxId, KeepsakeId } from '#lib/rules/facts.ts';
import { answerProposal, proposeShare } from '#lib/sharing/actions.server.ts';
import type { GoingChosen } from '#lib/sharing/going.ts';
import { waitingProposals } from '#lib/sharing/queries.server.ts';
import { saveDraft, startStory } from '#lib/stories/actions.server.ts';
import { draw, type DrawingName } from './drawings.ts';
import { invitationIn } from './letters.ts';
import { as, comesBy, emailOf, type Somebody } from './somebody.ts';
import type { Told } from './stories.ts';

type Placing = { caption: string; alt: string; coverWords: string };
type Photograph = Placing & { drawing: DrawingName; keptCovered?: boolean };

/** Invites somebody to keep the box too; they answer the letter that comes. */
export async function keepsWith(by: Somebody, box: BoxId, name: string): Promise<Somebody> {
	await inviteKeeper(by, box, emailOf(name));
	return comesBy(by.lamplight, await invitationFor(by, name), name);
}

/** Invites a guest; `others` who keep the box say yes; the guest answers the letter that comes. */
export async function guestOf(
	by: Somebody,
	box: BoxId,
	others: Somebody[],
	name: string
): Promise<Somebody> {
	await inviteGuest(by, box, name, emailOf(name));
	for (const other of others) await saysYes(other, box);
	return comesBy(by.lamplight, await invitationFor(by, name), name);
}

function invitationFor({ lamplight }: Somebody, name: string): Promise<string> {
	return invitationIn(lamplight.settings.dataDir, emailOf(name));
}

/** Says yes to everything that waits for this keeper's answer. */
export async function saysYes(who: Somebody, box: BoxId): Promise<void> {
	const waiting = await as(who, (tx, viewer) =>
		waitingProposals(tx, box, viewer, who.lamplight.now())
	);
	for (const { id, yours } of waiting) {
		if (yours !== 'yes') await answerProposal(who, box, id, 'yes');
	}
}

/** Puts a drawing in, as a form of files brings it, and says about it what is to be said. */
export async function putsIn(who: Somebody, box: BoxId, photograph: Photograph): Promise<string> {
	const { drawing, keptCovered = false, caption, alt, coverWords } = photograph;
	const id = await sends(who.lamplight, drawing, { session: who.session, device: null }, box, {
		covered: keptCovered ? 'yes' : 'no'
	}).then(() => idOf(who, box, drawing));
	await as(who, (tx, viewer) =>
		sayAbout(tx, mine(who, viewer, box, id), { caption, alt, cover_words: coverWords })
	);
	return id;
}

/** Sends one drawing as a JPEG, for a box or for the deposit of a device. */
export async function sends(
	lamplight: Somebody['lamplight'],
	drawing: DrawingName,
	who: { session: string | null; device: string | null },
	box: BoxId | null,
	fields: Record<string, string> = {}
): Promise<void> {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	const jpeg = new Uint8Array(await draw(drawing));
	form.set('files', new File([jpeg], fileName(drawing), { type: 'image/jpeg' }));
	const request = new Request('http://demo.invalid/', { method: 'POST', body: form });
	const { kept } = await receiveForm(lamplight, request, async () => ({ who, box }));
	if (kept.length !== 1) throw new Error(`The drawing ${drawing} was not kept.`);
}

function fileName(drawing: DrawingName): string {
	return `drawn-${drawing}.jpg`;
}

function idOf(who: Somebody, box: BoxId, drawing: DrawingName): Promise<string> {
	return as(who, async (tx) => {
		const { id } = await tx
			.selectFrom('keepsake')
			.where('boxId', '=', box)
			.where('fileName', '=', fileName(drawing))
			.select('id')
			.executeTakeFirstOrThrow();
		return id;
	});
}

/** What a keeper does with their own hold on a keepsake. */
export async function decides(
	who: Somebody,
	box: BoxId,
	keepsake: string,
	verb: 'open' | 'putAway'
): Promise<void> {
	await as(who, (tx, viewer) => decideHold(tx, verb, mine(who, viewer, box, keepsake)));
}

function mine<V>({ lamplight }: Somebody, viewer: V, box: BoxId, keepsake: string) {
	return { viewer, box, keepsake: keepsake as KeepsakeId, now: lamplight.now() };
}

/** Begins a story and saves its draft; it is its writer's alone. Gives its id. */
export async function writes(who: Somebody, box: BoxId, told: Told): Promise<string> {
	const story = await as(who, (tx, viewer) => startStory(tx, viewer, box));
	await saves(who, box, story, told);
	return story;
}

/** Saves a draft over what it was before. */
export async function saves(
	who: Somebody,
	box: BoxId,
	story: string,
	{ title, body }: Told
): Promise<void> {
	const revision = await revisionOf(who, story);
	const typed = { title, body, revision, page: '', step: 0, copy: null };
	await as(who, (tx, viewer) => saveDraft(tx, viewer, { box, story }, typed));
}

/** Asks to share a story as it stands now. `open`: photographs to be shown without a cover. */
export async function proposes(
	who: Somebody,
	box: BoxId,
	story: string,
	wish: {
		audiences: Audience[];
		byline: string;
		going?: Partial<GoingChosen>;
		open?: Record<string, Placing>;
	}
): Promise<void> {
	const { audiences, byline, open = {} } = wish;
	const going: GoingChosen = {
		...{ findable: true, answers: 'none', shown: {}, subjects: [] },
		...wish.going
	};
	const uncovered = Object.entries(open).map(
		([id, placing]) => [id, { said: '', moving: false, ...placing, covered: false }] as const
	);
	const revision = await revisionOf(who, story);
	const keepsakes = new Map(uncovered);
	await proposeShare(who, box, story, { revision, audiences, byline, going, keepsakes });
}

function revisionOf(who: Somebody, story: string): Promise<number> {
	return as(who, async (tx) => {
		const { revision } = await tx
			.selectFrom('draft')
			.where('storyId', '=', story)
			.select('revision')
			.executeTakeFirstOrThrow();
		return revision;
	});
}
