import { redirect } from '@sveltejs/kit';
import { NotFound } from '#lib/server/failures.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import {
	bringBack,
	coverForAll,
	narrowGoing,
	proposeAgain,
	proposeShare
} from '#lib/sharing/actions.server.ts';
import { narrowingIn } from '#lib/sharing/going.ts';
import { sharePage } from '#lib/sharing/queries.server.ts';
import { againForm, audienceIn, choicesForm } from '#lib/sharing/schema.ts';
import { decisionsOn } from '#lib/watching/queries.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => ({
	...(await pageFor(event, null)),
	said: event.url.searchParams.get('said')
});

export const actions: Actions = {
	/** Shows what would go out. Nothing is kept by it. */
	look: (event) =>
		answerForm(event.request, async (typed) => {
			const choices = parseTyped(choicesForm, typed);
			const page = await pageFor(event, { choices, as: audienceIn(typed.as) });
			return { typed, look: page.look };
		}),
	change: ({ request }) => answerForm(request, async (typed) => ({ typed, look: null })),
	propose: (event) =>
		answerForm(event.request, async (typed) => {
			const { locals, params } = event;
			const choices = parseTyped(choicesForm, typed);
			const { outcome } = await proposeShare(locals, params.box, params.story, choices);
			return back(event, outcome === 'done' ? 'shared' : 'asked');
		}),
	again: (event) =>
		answerForm(event.request, async (typed) => {
			const { locals, params } = event;
			const wish = parseTyped(againForm, typed);
			const { outcome } = await proposeAgain(locals, params.box, params.story, wish);
			return back(event, outcome === 'done' ? 'shared' : 'asked');
		}),
	bringBack: async (event) => {
		const { locals, params, request } = event;
		const audience = audienceIn((await request.formData()).get('audience'));
		const done = await bringBack(locals, params.box, params.story, audience);
		const said = { everything: 'brought-back', 'one-audience': 'narrowed', nothing: 'nothing' };
		return back(event, said[done], await isHere(event));
	},
	narrow: async (event) => {
		const { locals, params, request } = event;
		const asked = narrowingIn(String((await request.formData()).get('take')));
		if (!asked) throw new NotFound();
		await narrowGoing(locals, params.box, params.story, asked);
		return back(event, 'going-narrowed');
	},
	cover: async (event) => {
		const { locals, params, request } = event;
		const keepsake = String((await request.formData()).get('keepsake'));
		await coverForAll(locals, params.box, params.story, keepsake);
		return back(event, 'covered');
	}
};

type Chosen = Parameters<typeof sharePage>[4]['chosen'];

function pageFor(event: RequestEvent, chosen: Chosen) {
	const now = event.locals.lamplight.now();
	return asKeeper(event, async (tx, viewer, box) => {
		const page = await sharePage(tx, viewer, box, event.params.story, { chosen, now });
		const decisions = await decisionsOn(tx, page.storyId);
		return { ...page, withheld: decisions.find(({ state }) => state !== 'released') ?? null };
	});
}

/** Another's own words are theirs alone once they are brought back: then nothing of them is here. */
function isHere(event: RequestEvent): Promise<boolean> {
	return pageFor(event, null).then(
		() => true,
		(error: unknown) => {
			if (error instanceof NotFound) return false;
			throw error;
		}
	);
}

function back({ url, params }: RequestEvent, said: string, here = true): never {
	redirect(303, here ? `${url.pathname}?said=${said}` : `/box/${params.box}?said=${said}-own`);
}
