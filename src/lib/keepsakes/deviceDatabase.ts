/** What is done in one transaction: asks its stores, and gives the last question. */
type Work<Store extends string, T> = (stores: Record<Store, IDBObjectStore>) => IDBRequest<T>;

/**
 * A database on this device alone: its stores, each with the key of what it holds. Gives what runs one
 * transaction in it, with null where nothing is remembered. A browser that keeps nothing for us, in a
 * private window perhaps, does no harm: then nothing is. Signing out and leaving the page clear the
 * device (static/quiet.js): from then on this page remembers nothing either.
 */
export function deviceDatabase<Store extends string>(
	name: string,
	stores: Record<Store, string | string[]>
): <T>(mode: IDBTransactionMode, work: Work<Store, T>) => Promise<T | null> {
	const names = Object.keys(stores) as Store[];
	let cleared = false;
	let opening: Promise<IDBDatabase | null> | null = null;

	function open(): Promise<IDBDatabase | null> {
		if (cleared) return Promise.resolve(null);
		opening ??= new Promise((resolve) => {
			try {
				const request = indexedDB.open(name, 1);
				request.onupgradeneeded = () => {
					for (const each of names) {
						request.result.createObjectStore(each, { keyPath: stores[each] });
					}
				};
				request.onsuccess = () => {
					request.result.onversionchange = () => {
						cleared = true;
						request.result.close();
					};
					resolve(request.result);
				};
				request.onerror = () => resolve(null);
			} catch {
				resolve(null);
			}
		});
		return opening;
	}

	return async (mode, work) => {
		const db = await open();
		if (!db || cleared) return null;
		return new Promise((resolve) => {
			try {
				const transaction = db.transaction(names, mode);
				const opened = names.map((each) => [each, transaction.objectStore(each)]);
				const request = work(Object.fromEntries(opened));
				transaction.oncomplete = () => resolve(request.result);
				transaction.onabort = transaction.onerror = () => resolve(null);
			} catch {
				resolve(null);
			}
		});
	};
}
