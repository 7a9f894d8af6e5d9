import { redirect } from '@sveltejs/kit';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import { startStory } from '#lib/stories/actions.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
	const id = await asKeeper(event, startStory);
	redirect(303, `/box/${event.params.box}/story/${id}`);
};

/** Whoever comes here by the address alone begins nothing. */
export const GET: RequestHandler = ({ params }) => redirect(303, `/box/${params.box}`);
