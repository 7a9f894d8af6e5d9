import { redirect } from '@sveltejs/kit';
import type { BoxId } from '#lib/rules/facts.ts';
import { asViewer, type SignedIn, type Tx } from '../database/viewer.ts';
import { NotFound } from '../failures.ts';

type Asked = { locals: App.Locals; url: URL; params: { box?: string } };
type Work<T> = (tx: Tx, viewer: SignedIn, box: BoxId) => Promise<T>;

/**
 * Runs `work` as a present keeper of the box in the address. Nobody who is not signed in learns
 * whether there is such a box: they are asked to sign in, and brought back here. Throws `NotFound`
 * where the viewer does not keep it.
 */
export function asKeeper<T>(asked: Asked, work: Work<T>): Promise<T> {
	const next = new URLSearchParams({ next: asked.url.pathname });
	return withKeeper(asked, work, () => redirect(303, `/sign-in?${next}`));
}

/** The same for bytes: whoever is not signed in finds nothing. */
export function asKeeperOrMissing<T>(asked: Asked, work: Work<T>): Promise<T> {
	return withKeeper(asked, work, () => {
		throw new NotFound();
	});
}

function withKeeper<T>(
	{ locals, params }: Asked,
	work: Work<T>,
	notSignedIn: () => never
): Promise<T> {
	return asViewer(locals.lamplight.pools.web, locals.session, (tx, viewer) => {
		if (!viewer) return notSignedIn();
		const box = viewer.boxes.find(({ id }) => id === params.box);
		if (!box) throw new NotFound();
		return work(tx, viewer, box.id);
	});
}
