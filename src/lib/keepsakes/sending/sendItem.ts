import { hashFile, Unreadable } from './hashFile.ts';
import type { Behind, Item, Target } from './item.ts';
import { sendOnce, type Ended, type Sending, type Why } from './sendOnce.ts';
import { delayAfter, waitOrOnline } from './waits.ts';

/**
 * Sends one file until it ends: kept, or refused with a reason. A broken line is waited out for as
 * long as it takes. `onUrl` is called when there is something to remember.
 */
export async function sendItem(
	item: Item,
	behind: Behind,
	target: Target,
	onUrl: () => void,
	stop: AbortSignal
): Promise<void> {
	try {
		let mayBeginAnew = true;
		for (let tries = 0; !stop.aborted; tries++) {
			const ended = await sendOnce(await sendingOf(item, behind, target, onUrl), stop);
			if (stop.aborted) return;
			if (ended.kind === 'kept') {
				item.state = 'kept';
				return;
			}
			if (ended.kind === 'again') {
				item.state = 'offline';
				item.waitsFor = ended.for;
				await waitOrOnline(Math.max(delayAfter(tries), ended.afterMs), stop);
			} else if (mayBeginAnew && isOfTheLine(ended)) {
				mayBeginAnew = false;
				Object.assign(behind, { uploadUrl: null, hashed: false });
			} else {
				return refuse(item, ended.why);
			}
		}
	} catch (error) {
		refuse(item, error instanceof Unreadable ? 'unreadable' : 'fault');
	}
}

function refuse(item: Item, why: Why): void {
	item.state = 'refused';
	item.why = why;
}

/** It arrived changed, or not whole: once, that may be chance. */
function isOfTheLine(ended: Ended): boolean {
	return ended.kind === 'refused' && (ended.why === 'changed' || ended.why === 'lost');
}

async function sendingOf(
	item: Item,
	behind: Behind,
	target: Target,
	onUrl: () => void
): Promise<Sending> {
	item.state = 'reading';
	const { file } = behind;
	if (!file) throw new Unreadable();
	await file
		.slice(0, 1)
		.arrayBuffer()
		.catch(() => {
			throw new Unreadable();
		});
	if (!behind.hashed) await hash(behind, file);
	item.state = 'going';
	return {
		file,
		uploadUrl: behind.uploadUrl,
		metadata: {
			...('box' in target ? { box: target.box } : {}),
			...(behind.sha256 ? { sha256: behind.sha256 } : {}),
			filename: item.name,
			filetype: item.type,
			...(file instanceof File ? { modified: String(file.lastModified) } : {}),
			scope: item.scope,
			covered: item.covered ? 'yes' : 'no'
		},
		onUrl: (url) => {
			behind.uploadUrl = url;
			onUrl();
		},
		onProgress: (sentBytes) => {
			item.sentBytes = sentBytes;
		}
	};
}

async function hash(behind: Behind, file: Blob): Promise<void> {
	const sha256 = await hashFile(file);
	// The same name, but another file: what had arrived of the first one is of no use to it.
	if (behind.sha256 !== null && behind.sha256 !== sha256) behind.uploadUrl = null;
	Object.assign(behind, { sha256, hashed: true });
}
