import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { tagsOf } from '../pictures/testing/tags.ts';
import { createFilmMaker, type FilmMaker, type FilmMakerSettings } from './filmMaker.ts';
import { usualFilmLimits } from './limits.ts';
import type { Played } from './made.ts';
import { findPrograms } from './programs.ts';
import { made, picture, probed, tone } from './testing/ffmpeg.ts';
import { whatIsFile } from './whatIs.ts';

const folder = mkdtempSync(join(tmpdir(), 'lamplight-films-'));
const maker = createFilmMaker();
afterAll(async () => {
	maker.close();
	await rm(folder, { recursive: true, force: true });
});
const at = (name: string) => join(folder, name);

const secrets = [
	...['-metadata', 'location=+51.5+000.1/', '-metadata', 'creation_time=2024-01-13T05:38:53Z'],
	...['-metadata', 'com.apple.quicktime.make=Phone', '-metadata', 'title=Robin'],
	...['-movflags', 'use_metadata_tags']
];
/** As a telephone makes it: HEVC, a sound in its language, another one, and where and when it was. */
const phoneFilm = () =>
	made(
		at('phone.mov'),
		...[...picture('640x360', 1), ...tone(440, 1), ...tone(880, 1)],
		...['-map', '0:v', '-map', '1:a', '-map', '2:a', '-c:v', 'libx265', '-preset', 'ultrafast'],
		...[
			'-x265-params',
			'log-level=error',
			'-tag:v',
			'hvc1',
			'-c:a:0',
			'aac',
			'-c:a:1',
			'pcm_s16le'
		],
		...['-disposition:a:0', '0', '-disposition:a:1', 'default', ...secrets]
	);
/** The telephone was held upright: the picture lies on its side, and the file says so. */
const turned = () => {
	const flat = made(at('flat.mp4'), ...picture('640x360', 1), '-c:v', 'libx264', '-an');
	if (existsSync(at('turned.mp4'))) return at('turned.mp4');
	execFileSync('exiftool', ['-q', '-rotation=90', '-o', at('turned.mp4'), flat]);
	return at('turned.mp4');
};

let outs = 0;
async function make(path: string, by: FilmMaker = maker, onPart?: (part: number) => void) {
	const outDir = at(`out-${++outs}`);
	await mkdir(outDir);
	const { format } = await whatIsFile(path);
	return by.make(path, { outDir, format: format ?? 'mov', onPart });
}

async function played(path: string): Promise<Played> {
	const film = await make(path);
	if (film.kind !== 'film') throw new Error(JSON.stringify(film));
	return film.played;
}

const tracks = (path: string) => probed(path).streams.map(({ codec_name: name }) => name);

describe('a film becomes what every browser plays', () => {
	test('from HEVC with two sounds: the one that the film marks, and no other', async () => {
		const film = await played(phoneFilm());
		expect(film).toMatchObject({ mediaType: 'video/mp4', width: 640, height: 360 });
		expect(film.seconds).toBeCloseTo(1, 0);
		const { streams } = probed(film.path);
		expect(streams).toHaveLength(2);
		expect(streams[0]).toMatchObject({ codec_name: 'h264', profile: 'High', pix_fmt: 'yuv420p' });
		expect(streams[1]).toMatchObject({ codec_name: 'aac', channels: 2 });
		expect(loudest(film.path)).toBeCloseTo(880, -2);
	});

	test('upright, as it was seen', async () => {
		const film = await played(turned());
		expect(film).toMatchObject({ width: 360, height: 640 });
		expect(probed(film.path).streams[0]).not.toHaveProperty('side_data_list');
	});

	test('no larger than a screen: 4K is made smaller, whichever way it is held', async () => {
		const wide = made(at('4k.mp4'), ...picture('3840x2160', 0.2, 5), '-preset', 'ultrafast');
		expect(await played(wide)).toMatchObject({ width: 1920, height: 1080 });
		const tall = made(at('tall.mp4'), ...picture('1080x2340', 0.2, 5), '-preset', 'ultrafast');
		expect(await played(tall)).toMatchObject({ width: 886, height: 1920 });
	});

	test('in the range of a screen where it is brighter', async () => {
		const hdr = made(
			at('hdr.mov'),
			...[...picture('320x180', 0.4), '-c:v', 'libx265', '-pix_fmt', 'yuv420p10le'],
			...[
				'-x265-params',
				'log-level=error:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc'
			],
			...['-color_primaries', 'bt2020', '-color_trc', 'arib-std-b67', '-colorspace', 'bt2020nc']
		);
		expect(probed(hdr).streams[0]?.color_transfer).toBe('arib-std-b67');
		const film = await played(hdr);
		expect(probed(film.path).streams[0]).toMatchObject({
			pix_fmt: 'yuv420p',
			color_transfer: 'bt709'
		});
	});

	test('from other containers too, with sound or without', async () => {
		const avi = made(at('old.avi'), ...picture('320x240', 0.4), '-c:v', 'mpeg4');
		const webm = made(at('new.webm'), ...picture('320x240', 0.4), '-c:v', 'libvpx');
		for (const path of [avi, webm]) expect(tracks((await played(path)).path)).toEqual(['h264']);
	});

	test('and its beginning can be played before its end has arrived', async () => {
		const content = readFileSync((await played(phoneFilm())).path);
		expect(content.indexOf('moov')).toBeLessThan(content.indexOf('mdat'));
	});

	test('and says meanwhile how far it is', async () => {
		const parts: number[] = [];
		await make(turned(), maker, (part) => parts.push(part));
		expect(parts.length).toBeGreaterThan(0);
		for (const part of parts) expect(part).toBeLessThanOrEqual(1);
	});

	test('with a picture of it to stand there until it is played', async () => {
		const film = await played(turned());
		const poster = await maker.poster(film, folder);
		expect(await sharp(String(poster)).metadata()).toMatchObject({ width: 360, height: 640 });
	});
});

describe('a recording becomes what every browser plays', () => {
	test.each([
		['m4a', ['-c:a', 'aac']],
		['mp3', ['-c:a', 'libmp3lame']],
		['wav', ['-c:a', 'pcm_s16le']],
		['opus', ['-c:a', 'libopus']],
		['webm', ['-c:a', 'libopus', '-f', 'webm']],
		['ogg', ['-c:a', 'libopus', '-f', 'ogg']]
	])('from %s', async (ending, codec) => {
		const tags = ['-metadata', 'title=Robin', '-metadata', 'date=2024-01-13'];
		const path = made(at(`sound.${ending}`), ...tone(440, 1), ...codec, ...tags);
		expect((await whatIsFile(path)).kind).toBe('recording');
		const recording = await played(path);
		expect(recording).toMatchObject({ mediaType: 'audio/mp4', width: null });
		expect(recording.seconds).toBeCloseTo(1, 0);
		expect(tracks(recording.path)).toEqual(['aac']);
		expect(await maker.poster(recording, folder)).toBeNull();
	});

	test('without the picture that a record has on its cover', async () => {
		const png = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
			.png()
			.toBuffer();
		writeFileSync(at('cover.png'), png);
		const path = made(
			at('covered.mp3'),
			...[...tone(440, 1), '-i', at('cover.png'), '-map', '0', '-map', '1', '-c:v', 'copy']
		);
		expect(tracks((await played(path)).path)).toEqual(['aac']);
	});
});

describe('nothing is left in it but what is seen and heard', () => {
	/** What exiftool says of any MP4: its shape, and the moments of its tracks, which are all zero. */
	const shape =
		/^(?:System|ExifTool|File|Composite):|^(?:Track\d|QuickTime):(?:Major|Minor|Compatible|MovieHeader|Create|Modify|TimeScale|Duration|Preferred|Matrix|Preview|Poster|Selection|CurrentTime|NextTrack|Track|MediaHeader|Media(?:Create|Modify|TimeScale|Duration|Language)|Handler|Graphics|OpColor|Compressor(?:ID|Name)|SourceImage|XRes|YRes|BitDepth|PixelAspect|VideoFrame|Balance|Audio|ImageWidth|ImageHeight|ColorP|Transfer|Matrix|VideoFull|BufferSize|MaxBitrate|AverageBitrate|MediaData)/;

	test('no place, no time, no name, no device and no program', async () => {
		const paths = [phoneFilm(), made(at('sound.mp3'), ...tone(440, 1))];
		const before = JSON.stringify(tagsOf(paths));
		for (const told of ['51', 'Robin', 'Phone', '2024:01:13']) expect(before).toContain(told);
		const films = [await played(paths[0]!), await played(paths[1]!)];
		for (const tags of tagsOf(films.map(({ path }) => path))) {
			for (const [name, value] of Object.entries(tags)) {
				if (name === 'SourceFile') continue;
				expect(name).toMatch(shape);
				if (/CreateDate|ModifyDate/.test(name) && !name.startsWith('System'))
					expect(value).toBe('0000:00:00 00:00:00');
			}
		}
		for (const { path } of films) {
			const { format, streams, chapters } = probed(path);
			expect(chapters).toEqual([]);
			expect(Object.keys(format.tags ?? {})).toEqual([
				'major_brand',
				'minor_version',
				'compatible_brands'
			]);
			for (const { tags = {} } of streams) {
				const { encoder = '', ...others } = tags;
				expect(encoder.trim()).toBe('');
				expect(Object.keys(others).sort()).toEqual(['handler_name', 'language', 'vendor_id']);
				expect(tags.handler_name).toMatch(/^(?:Video|Sound)Handler$/);
			}
			expect(readFileSync(path).toString('latin1')).not.toMatch(/x264|Lavf|Lavc|Robin|Phone/);
		}
	});
});

describe('what cannot be played is said to be so, and nothing breaks', () => {
	test('a film that was cut off', async () => {
		writeFileSync(at('cut.mov'), readFileSync(phoneFilm()).subarray(0, 20_000));
		expect(await make(at('cut.mov'))).toEqual({ kind: 'cannot_show', why: 'damaged' });
	});

	test('what only begins like one', async () => {
		for (const [name, begin] of [
			['not.mp4', '\0\0\0\x18ftypisom\0\0\0\0isomiso2'],
			['not.mp3', 'ID3'],
			['not.ogg', 'OggS']
		] as const) {
			writeFileSync(at(name), `${begin}${'nothing of a film. '.repeat(500)}`, 'latin1');
			expect(await make(at(name))).toEqual({ kind: 'cannot_show', why: 'damaged' });
		}
	});

	test('a recording that was cut off is played as far as it goes', async () => {
		const whole = made(at('sound.mp3'), ...tone(440, 1));
		writeFileSync(at('cut.mp3'), readFileSync(whole).subarray(0, 5000));
		expect((await played(at('cut.mp3'))).seconds).toBeGreaterThan(0.1);
	});

	test('a list of other files: none of them is opened', async () => {
		const list = `ffconcat version 1.0\nfile ${phoneFilm()}\n`;
		const playlist = `#EXTM3U\n#EXTINF:1,\nfile://${phoneFilm()}\n#EXT-X-ENDLIST\n`;
		for (const [name, content] of Object.entries({ list, playlist })) {
			writeFileSync(at(name), content);
			expect((await whatIsFile(at(name))).kind).toBe('file');
			expect(await make(at(name))).toMatchObject({ kind: 'cannot_show' });
		}
	});

	test('one that takes too long', async () => {
		const hasty = hurried({ baseMs: 1, timesItsLength: 0 });
		expect(await make(phoneFilm(), hasty)).toEqual({ kind: 'cannot_show', why: 'too_slow' });
		hasty.close();
	});

	test('one that takes too much memory', async () => {
		const small = hurried({ memoryBytes: 20_000_000 });
		expect(await make(phoneFilm(), small)).toEqual({ kind: 'cannot_show', why: 'too_large' });
		small.close();
	});

	test('one that would become larger than there is room for', async () => {
		const tight = hurried({ outputBytes: 4000 });
		expect(await make(phoneFilm(), tight)).toEqual({ kind: 'cannot_show', why: 'too_large' });
		tight.close();
	});

	function hurried(limits: Partial<FilmMakerSettings['limits']>): FilmMaker {
		return createFilmMaker({ limits: { ...usualFilmLimits, ...limits } });
	}
});

describe('this machine', () => {
	test('need not have what films are made with: that is an answer, and may change', async () => {
		let here = false;
		const one = createFilmMaker({ find: async () => (here ? findPrograms() : undefined) });
		expect(await one.isHere()).toBe(false);
		expect(await make(turned(), one)).toEqual({ kind: 'not_here_yet' });
		here = true;
		expect(await make(turned(), one)).toHaveProperty('kind', 'film');
		one.close();
	});

	test('is looked through for programs by its own path alone', async () => {
		expect(await findPrograms('/nowhere:/')).toBeUndefined();
		expect(await findPrograms()).toHaveProperty('ffprobe');
	});

	test('goes on after closing in the middle of a film: it may be made again', async () => {
		const one = createFilmMaker();
		const outcome = make(turned(), one, () => one.close()).catch((error: unknown) => error);
		one.close();
		expect(await outcome).toMatchObject({ name: 'ProgramLost', retryable: true });
	});
});

/** The frequency that is heard, by counting how often the wave goes up through nothing. */
function loudest(path: string): number {
	const args = ['-v', 'error', '-i', path, '-ac', '1', '-ar', '48000', '-f', 's16le', '-'];
	const wave = execFileSync('ffmpeg', args, { maxBuffer: 64 * 1024 * 1024 });
	let crossings = 0;
	const samples = Math.floor(wave.length / 2);
	for (let n = 1; n < samples; n++)
		if (wave.readInt16LE(2 * n - 2) < 0 && wave.readInt16LE(2 * n) >= 0) crossings++;
	return (crossings * 48_000) / samples;
}
