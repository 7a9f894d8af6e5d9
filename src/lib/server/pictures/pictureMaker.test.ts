import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { busyWhile } from '../../../../tests/busyWhile.ts';
import { StorageFull } from '../files/errors.ts';
import { usualLimits } from './limits.ts';
import {
	type PictureMaker,
	type PictureMakerSettings,
	createPictureMaker
} from './pictureMaker.ts';
import { residentBytes } from './residentBytes.ts';
import { drawn } from './testing/drawn.ts';
import { hasSharedPhotos, sharedPhoto, sharedPhotosNote } from './testing/sharedPhotos.ts';
import { shown, workplace } from './testing/workplace.ts';
import { PictureWorkerLost } from './workerProcess.ts';

const { make, file } = workplace();
const large = await file('large.jpg', await drawn(4000, 3000).jpeg({ quality: 92 }).toBuffer());
const small = await file('small.jpg', await drawn(300, 200).jpeg().toBuffer());

const makers: PictureMaker[] = [];
afterEach(() => makers.splice(0).forEach((each) => each.close()));

function maker(settings: Partial<PictureMakerSettings> = {}): PictureMaker {
	const made = createPictureMaker(settings);
	makers.push(made);
	return made;
}

/** One whose process does what it is told by the name of the original. */
function maltreated(settings: Partial<PictureMakerSettings> = {}): PictureMaker {
	return maker({ script: join(import.meta.dirname, 'testing', 'badWorker.ts'), ...settings });
}

describe('a picture that does harm costs itself alone', () => {
	test('one that never comes to an end', async () => {
		const one = maltreated({ limits: { ...usualLimits, timeMs: 1500 } });
		expect(await make(one, 'hangs')).toEqual({ kind: 'cannot_show', why: 'too_slow' });
		expect(await make(one, 'sound')).toHaveProperty('kind', 'pictures');
	});

	test('one that takes all memory', async () => {
		const one = maltreated({ limits: { ...usualLimits, memoryBytes: 200_000_000 } });
		expect(await make(one, 'grows')).toEqual({ kind: 'cannot_show', why: 'too_large' });
		expect(await make(one, 'sound')).toHaveProperty('kind', 'pictures');
	});

	test('one that crashes the decoder: it may be tried again, and the next is made', async () => {
		const one = maltreated();
		const [crashed, next] = await Promise.allSettled([make(one, 'crashes'), make(one, 'sound')]);
		expect(crashed).toMatchObject({ reason: { name: 'PictureWorkerLost', retryable: true } });
		expect(next).toHaveProperty('value.kind', 'pictures');
	});

	test('a process killed in the middle of a real photograph', async () => {
		const one = maker();
		await make(one, small);
		const before = residentBytes(one.pid());
		const outcome = make(one, large).catch((error: unknown) => error);
		// Its pixels are 36 MB: it has begun, and is not done.
		await vi.waitFor(() => expect(residentBytes(one.pid())).toBeGreaterThan(before + 10_000_000), {
			interval: 2,
			timeout: 30_000
		});
		process.kill(one.pid()!, 'SIGKILL');
		expect(await outcome).toBeInstanceOf(PictureWorkerLost);
		expect(shown(await make(one, large)).pictures).toHaveLength(3);
	});
});

describe('the process', () => {
	test('is used again, and replaced when it says it is spent or has grown', async () => {
		const one = maltreated();
		const pid = async (what: string) => shown(await make(one, what)).width;
		const first = await pid('sound');
		expect(await pid('sound')).toBe(first);
		expect(await pid('spent')).toBe(first);
		expect(await pid('sound')).not.toBe(first);

		const tidy = maltreated({ recycleBytes: 1 });
		await make(tidy, 'sound');
		expect(tidy.pid()).toBeUndefined();
	});

	test('ends when it has nothing to do', async () => {
		const one = maltreated({ idleMs: 20 });
		const { width: pid } = shown(await make(one, 'sound'));
		await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), 30_000);
		expect(await make(one, 'sound')).toHaveProperty('kind', 'pictures');
	});

	test('knows none of our secrets', async () => {
		process.env.SMTP_URL ??= 'smtp://user:secret@mail.example';
		const one = maker();
		await make(one, small);
		expect(readFileSync(`/proc/${one.pid()}/environ`, 'utf8')).not.toMatch(/SMTP|DATABASE|STORAGE/);
	});

	test('is gone after closing, and what was being made may be tried again', async () => {
		const one = maker();
		const outcomes = [make(one, large), make(one, small)].map((each) =>
			each.catch((error: unknown) => error)
		);
		await vi.waitFor(() => expect(one.pid()).toBeDefined(), 30_000);
		one.close();
		for (const outcome of outcomes) expect(await outcome).toBeInstanceOf(PictureWorkerLost);
		expect(one.pid()).toBeUndefined();
	});
});

describe('a fault of the machine is not laid upon the photograph', () => {
	test('a machine that has no time for it for longer than it may cost', async () => {
		const one = maker({ limits: { ...usualLimits, timeMs: 3000 } });
		const outcome = make(one, small);
		await vi.waitFor(() => expect(one.pid()).toBeDefined(), { interval: 1, timeout: 30_000 });
		process.kill(one.pid()!, 'SIGSTOP');
		await new Promise((resolve) => setTimeout(resolve, 3500));
		process.kill(one.pid()!, 'SIGCONT');
		expect(await outcome).toHaveProperty('kind', 'pictures');
	});

	test('a machine that has no time for it at all: it may be tried again', async () => {
		const one = maltreated({ limits: { ...usualLimits, wallMs: 500 } });
		await expect(make(one, 'waits')).rejects.toMatchObject({
			name: 'PictureWorkerLost',
			crashed: false
		});
	});

	test('only a process that fell by itself says so', async () => {
		await expect(make(maltreated(), 'crashes')).rejects.toMatchObject({ crashed: true });
	});

	test('a full disk', async () => {
		await expect(make(maltreated(), 'full-disk')).rejects.toThrow(StorageFull);
	});

	test('an original that is not there', async () => {
		await expect(make(maker(), '/no/such/file')).rejects.toMatchObject({ code: 'ENOENT' });
	});

	test('a folder that is not there', async () => {
		const made = maker().makePictures(small, { outDir: '/no/such/folder' });
		await expect(made).rejects.toMatchObject({ code: 'ENOENT' });
	});

	test('a script that is not there', async () => {
		await expect(make(maker({ script: '/no/such/script.ts' }), small)).rejects.toThrow(
			PictureWorkerLost
		);
	});
});

describe.skipIf(!hasSharedPhotos)(sharedPhotosNote, () => {
	test('pages are served while a HEIC is decoded', async () => {
		// Decoding alone takes 500 ms: were it done here, pages would wait for so long.
		const busyMs = await busyWhile(() => make(maker(), sharedPhoto('heic/IMG_2682.heic')));
		expect(busyMs).toBeLessThan(150);
	});
});
