import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { emptyFolder } from '../../../../tests/postgres/trial.ts';
import { openS3Server } from '../../../../tests/files/s3Server.ts';
import { NotInBackup } from './place.ts';
import { openS3Place } from './s3Place.ts';

const server = await openS3Server(await emptyFolder());
afterAll(() => server.close());
const place = await openS3Place({ ...server.place, prefix: 'backups-of-one/' });
const large = randomBytes(20 * 1024 * 1024);

async function* pieces(bytes: Buffer, breaksAt = Infinity) {
	for (let at = 0; at < bytes.length; at += 100_000) {
		if (at > breaksAt) throw new Error('It broke off.');
		yield bytes.subarray(at, at + 100_000);
	}
}

test('what is written into a bucket comes back, is listed, measured and really removed', async () => {
	await place.write('files/one', pieces(large));
	await place.write('files/two', pieces(Buffer.alloc(0)));
	expect(large.equals(await buffer(await place.read('files/one')))).toBe(true);
	expect(await place.bytes('files/one')).toBe(large.length);
	expect(await place.bytes('files/two')).toBe(0);
	expect((await Array.fromAsync(place.list('files'))).sort()).toEqual(['files/one', 'files/two']);
	expect(await Array.fromAsync(place.list('file'))).toEqual([]);
	await place.remove('files/two');
	await place.remove('files/two');
	expect(await place.bytes('files/two')).toBeNull();
	await expect(place.read('files/two')).rejects.toThrow(NotInBackup);
});

test('what breaks off leaves what was there before, and tells why', async () => {
	await place.write('a name', pieces(Buffer.from('before')));
	await expect(place.write('a name', pieces(large, 12_000_000))).rejects.toThrow('It broke off.');
	expect((await buffer(await place.read('a name'))).toString()).toBe('before');
	expect((await server.lies()).unfinished).toEqual([]);
});
