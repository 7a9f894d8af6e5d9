import type { DeviceDraft } from './deviceDrafts.ts';

/** What became of a draft that was sent. */
export type Sent =
	/** The server has it; `copy`: beside a draft that was changed elsewhere. */
	| { outcome: 'kept'; revision: number; copy: string | null }
	/** It is not right as it is; a sentence for each field. */
	| { outcome: 'wrong'; wrong: Record<string, string> }
	| { outcome: 'signed-out' }
	/** Nothing is written there any more. */
	| { outcome: 'ended' }
	/** No connection, or a server that cannot answer now: try again. */
	| { outcome: 'not-sent' };

/** The most that a browser sends for a page that is being closed (Fetch: 64 KiB for all together). */
const farewellBytes = 60_000;

/** Sends a draft to be kept. With `farewell` the page may be gone before the answer comes. */
export async function sendDraft(
	address: string,
	draft: DeviceDraft,
	farewell = false
): Promise<Sent> {
	const body = new URLSearchParams({
		title: draft.title,
		body: draft.body,
		revision: String(draft.revision),
		page: draft.page,
		step: String(draft.step),
		copy: draft.copy ?? ''
	});
	const keepalive = farewell && body.toString().length < farewellBytes;
	try {
		const response = await fetch(address, { method: 'POST', body, redirect: 'manual', keepalive });
		if (response.type === 'opaqueredirect') return { outcome: 'signed-out' };
		if (response.status === 422) {
			return {
				outcome: 'wrong',
				...((await response.json()) as { wrong: Record<string, string> })
			};
		}
		if (response.status === 401) return { outcome: 'signed-out' };
		if (response.status === 404) return { outcome: 'ended' };
		if (!response.ok) return { outcome: 'not-sent' };
		const saved = (await response.json()) as { revision: number; copy: string | null };
		return { outcome: 'kept', ...saved };
	} catch {
		return { outcome: 'not-sent' };
	}
}
