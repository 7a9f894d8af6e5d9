import { asViewer } from '../database/viewer.ts';

/** Is whoever asks signed in? Looks up their session and nothing else. */
export async function isSignedIn({ locals }: { locals: App.Locals }): Promise<boolean> {
	if (locals.session === null) return false;
	return asViewer(locals.lamplight.pools.web, locals.session, async (_tx, viewer) => !!viewer);
}
