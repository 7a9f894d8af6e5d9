import { redirect } from '@sveltejs/kit';
import { keepDraft, sendLetter, takeCopy, throwDraftAway } from '#lib/letters/actions.server.ts';
import { writingTo } from '#lib/letters/queries.server.ts';
import { draftForm, letterForm } from '#lib/letters/schema.ts';
import { readStory } from '#lib/stories/readStory.server.ts';
import { moderatorHours } from '#lib/watching/queries.server.ts';
import { NotFound } from '#lib/server/failures.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { answerOrGiveBack, parseTyped, typedIn } from '#lib/server/web/forms.ts';
import { unlessStopped } from '#lib/server/web/stopping.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, request, url }) => {
	if (locals.session === null) redirect(303, `/sign-in?next=${url.pathname}`);
	const title = await titleOf(locals, params.story);
	const { pools, now } = locals.lamplight;
	const { viewer, writing } = await asViewer(pools.web, locals.session, async (tx, signedIn) => {
		if (!signedIn) redirect(303, `/sign-in?next=${url.pathname}`);
		unlessStopped(signedIn, now());
		const found = await writingTo(tx, signedIn, params.story, now());
		return { viewer: signedIn, writing: found };
	});
	const open = writing.open && title !== null;
	const { draft, copies } = writing.writing;
	// Words that were sent a moment ago come back with this page, whatever became of the story.
	const left = draft.body !== '' || copies.length > 0 || request.method === 'POST';
	if (!open && !left) throw new NotFound();
	const hours = await moderatorHours(pools.web);
	const kept = url.searchParams.has('kept');
	return { viewer, kept, hours, ...writing, title: title ?? '', open };
};

export const actions: Actions = {
	send: ({ locals, params, request }) =>
		answerOrGiveBack(request, async (typed) => {
			const letter = parseTyped(letterForm, typed);
			const about = Object.keys(typed).flatMap((name) => name.split('subject:')[1] ?? []);
			const id = await sendLetter(locals, params, letter, about);
			redirect(303, `/letters/${id}?said=sent#said`);
		}),
	keep: ({ locals, params, request }) =>
		answerOrGiveBack(request, async (typed) => {
			await keepDraft(locals, params, parseTyped(draftForm, typed));
			redirect(303, `/story/${params.story}/letter?kept`);
		}),
	throwAway: async ({ locals, params, request }) => {
		const { left } = typedIn(await request.formData());
		await throwDraftAway(locals, params);
		redirect(303, left ? '/letters' : `/story/${params.story}`);
	},
	take: async ({ locals, params, request }) => {
		const { copy = '' } = typedIn(await request.formData());
		await takeCopy(locals, params, copy);
		redirect(303, `/story/${params.story}/letter`);
	},
	putAway: async ({ locals, params, request }) => {
		const { copy = '', left } = typedIn(await request.formData());
		await throwDraftAway(locals, params, copy);
		redirect(303, left ? '/letters' : `/story/${params.story}/letter`);
	}
};

/** Null where the viewer cannot read the story now: a letter they had begun is theirs all the same. */
async function titleOf(locals: App.Locals, story: string): Promise<string | null> {
	try {
		return (await readStory({ ...locals, told: null }, story)).reading.title;
	} catch (error) {
		if (error instanceof NotFound) return null;
		throw error;
	}
}
