/** What one open page of a story, or of a letter, holds that the server may not have yet. */
export type DeviceDraft = {
	/** Which open page wrote it, and how many changes it had counted. */
	page: string;
	step: number;
	/** The story; of a letter, where it is saved. */
	story: string;
	title: string;
	body: string;
	/** The revision it started from, and the copy its changes go to; as in `draftFields`. */
	revision: number;
	copy: string | null;
};

/** Where a page keeps what it could not send. Where the browser keeps nothing, neither does this. */
export type DeviceDrafts = {
	keep(draft: DeviceDraft): Promise<boolean>;
	forget(page: string): Promise<void>;
	of(story: string): Promise<DeviceDraft[]>;
};

const name = 'lamplight-drafts';
const store = 'drafts';

/** Opens the drafts of this device. Signing out deletes them all (static/quiet.js). */
export async function openDeviceDrafts(): Promise<DeviceDrafts> {
	let database: IDBDatabase | null = await open().catch(() => null);
	database?.addEventListener('versionchange', () => {
		// The device is being cleared. Nothing may be written after that.
		database?.close();
		database = null;
	});
	const run = async <T>(mode: IDBTransactionMode, work: (at: IDBObjectStore) => IDBRequest<T>) => {
		if (!database) throw new Error('This browser keeps nothing for this site.');
		return answer(work(database.transaction(store, mode).objectStore(store)));
	};
	return {
		keep: (draft) =>
			run('readwrite', (at) => at.put(draft)).then(
				() => true,
				() => false
			),
		forget: (page) => run('readwrite', (at) => at.delete(page)).catch(() => undefined),
		of: (story) =>
			run<DeviceDraft[]>('readonly', (at) => at.getAll()).then(
				(drafts) => drafts.filter((draft) => draft.story === story),
				() => []
			)
	};
}

function open(): Promise<IDBDatabase> {
	const request = indexedDB.open(name, 1);
	request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: 'page' });
	return answer(request);
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
}
