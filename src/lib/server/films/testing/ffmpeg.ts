import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Has ffmpeg make a file for a test: a drawn film, a tone; gives its path. Made once. */
export function made(path: string, ...args: string[]): string {
	if (!existsSync(path)) runTool('ffmpeg', ['-v', 'error', '-y', ...args, path]);
	return path;
}

/** A film that is drawn as it goes. */
export function picture(size: string, seconds: number, rate = 25): string[] {
	return ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`];
}

/** A tone of so many hertz. */
export function tone(hertz: number, seconds: number): string[] {
	return ['-f', 'lavfi', '-i', `sine=frequency=${hertz}:duration=${seconds}`];
}

export type Stream = {
	codec_type: string;
	codec_name: string;
	profile?: string;
	pix_fmt?: string;
	width?: number;
	height?: number;
	channels?: number;
	color_transfer?: string;
	side_data_list?: { rotation?: number }[];
	tags?: Record<string, string>;
};
export type Told = {
	streams: Stream[];
	format: { duration?: string; tags?: Record<string, string> };
	chapters: unknown[];
};

/** What ffprobe, which only reads, tells of a file. */
export function probed(path: string): Told {
	const asked = ['-v', 'error', '-of', 'json', '-show_streams', '-show_format', '-show_chapters'];
	return JSON.parse(runTool('ffprobe', [...asked, path]));
}

function runTool(tool: string, args: string[]): string {
	try {
		return execFileSync(tool, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
	} catch (cause) {
		throw new Error(`this test makes and reads films with ${tool}: install the package ffmpeg`, {
			cause
		});
	}
}
