import { deviceDatabase } from '../deviceDatabase.ts';

/** What was recorded in a page and is not kept yet: on this device alone, as it is being recorded. */
export type Take = { id: string; box: string; type: string; begunAt: Date };

type Part = { take: string; number: number; sound: Blob };

const run = deviceDatabase('lamplight-recording', { takes: 'id', parts: ['take', 'number'] });

const allOf = (id: string) => IDBKeyRange.bound([id, 0], [id, Infinity]);
const lockOf = (id: string) => `lamplight-take ${id}`;

/** Says whether this device remembers it. */
export async function beginTake(take: Take): Promise<boolean> {
	return (await run('readwrite', ({ takes }) => takes.put(take))) !== null;
}

export async function addPart(take: string, number: number, sound: Blob): Promise<boolean> {
	const part: Part = { take, number, sound };
	return (await run('readwrite', ({ parts }) => parts.put(part))) !== null;
}

export async function forgetTake(id: string): Promise<void> {
	await run('readwrite', ({ takes, parts }) => {
		parts.delete(allOf(id));
		return takes.delete(id);
	});
}

/** Takes of this box that no open page has in hand, with all that was recorded; the oldest first. */
export async function leftTakes(box: string): Promise<{ take: Take; sound: Blob }[]> {
	const all: Take[] = (await run('readonly', ({ takes }) => takes.getAll())) ?? [];
	const here = all.filter((each) => each.box === box);
	const left = [];
	for (const take of here.sort((one, other) => +one.begunAt - +other.begunAt)) {
		if (await isInHand(take.id)) continue;
		const parts: Part[] =
			(await run('readonly', ({ parts: all }) => all.getAll(allOf(take.id)))) ?? [];
		if (parts.length === 0) await forgetTake(take.id);
		else {
			const sounds = parts.map(({ sound }) => sound);
			left.push({ take, sound: new Blob(sounds, { type: take.type }) });
		}
	}
	return left;
}

/** From now until this page is closed no other takes it for one that was left behind. */
export function takeInHand(id: string): void {
	void navigator.locks?.request(lockOf(id), () => new Promise(() => undefined));
}

async function isInHand(id: string): Promise<boolean> {
	const { held = [] } = (await navigator.locks?.query()) ?? {};
	return held.some(({ name }) => name === lockOf(id));
}
