/** For tests: copies as somebody would make them by hand, one thing in them other than it should be. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { originalsOf } from '#lib/server/files/address.ts';
import type { TestSite } from '../../../../tests/database/site.ts';
import { archivesFolder } from '../back/archives.ts';
import type { BoxCopy, CopiedKeepsake } from '../format.ts';
import type { RawFile } from './rawZip.ts';
import { bytesOf, zipIn } from './full.ts';

/** What two photographs of such a copy hold: noise, told to be a photograph by how it begins. */
export const photograph = bytesOf('photograph', 5000);
export const other = bytesOf('photograph', 4000);

/** As `box.json` tells of a photograph with these bytes. */
export function keepsake(
	content: Buffer,
	name: string,
	more: Partial<CopiedKeepsake> = {}
): CopiedKeepsake {
	return {
		...{ id: randomUUID(), kind: 'photograph', scope: 'box', by: { name: 'Wren', you: true } },
		...{ putInAt: '2025-03-01T10:00:00Z', happenedOn: null, words: null, caption: '', alt: '' },
		...{ coverWords: '', cover: null, putAwayAt: null, said: '', views: [] },
		file: {
			path: `photographs/${name}`,
			bytes: content.length,
			sha256: createHash('sha256').update(content).digest('hex'),
			...{ fileName: name, mediaType: 'image/jpeg' }
		},
		...more
	};
}

export const keepsakes = [keepsake(photograph, 'one.jpg'), keepsake(other, 'two.jpg')];

/** What `box.json` says of a memory box with two photographs, and what of it is other. */
export function said(changes: object = {}): BoxCopy {
	const box = { bornOn: null, diedOn: null, dueOn: null, weeks: null, daysPastWeeks: null };
	return {
		...{ $schema: 'copy-schema-1.json', format: 'lamplight-copy', version: 1 },
		...{ takenAt: '2025-05-01T10:00:00Z', takenBy: 'Wren', putAway: 'nothing' },
		box: { name: 'Robin', happened: null, ...box },
		...{ keepers: [{ name: 'Wren', you: true }], shared: [], missing: [] },
		...{ lived: [], keepsakes, stories: [] },
		...changes
	} as BoxCopy;
}

/** That, as a file of an archive. */
export const json = (copy: unknown, name = 'box.json'): RawFile => ({
	name,
	data: Buffer.from(JSON.stringify(copy))
});
export const one: RawFile = { name: 'photographs/one.jpg', data: photograph };
export const two: RawFile = { name: 'photographs/two.jpg', data: other };

/** A file of no meaning by this name. */
export function named(name: string): RawFile {
	return { name, data: Buffer.from('nothing') };
}

/** Far larger unpacked than packed. */
export const bomb = Buffer.alloc(150_000_000);

/** A folder for the archives of a test file, and what a site holds of them; gone after the file. */
export async function archivesFor(site: TestSite) {
	const folder = await mkdtemp(join(tmpdir(), 'lamplight-archives-'));
	afterAll(() => rm(folder, { recursive: true, force: true }));

	async function written(content: Buffer): Promise<string> {
		const path = zipIn(folder);
		await writeFile(path, content);
		return path;
	}

	/** What is left of it: boxes, originals, archives. */
	async function left() {
		const { rows } = await site.owner.query<{ boxes: number }>(
			'select count(*)::int as boxes from lamplight.box'
		);
		const originals = await Array.fromAsync(site.files.list(originalsOf()));
		const archives = await readdir(archivesFolder(site.settings.dataDir)).catch(() => []);
		return { boxes: rows[0]?.boxes ?? 0, originals: originals.length, archives };
	}

	return { folder, written, left };
}
