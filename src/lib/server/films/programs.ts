import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** Where the system's own programs for films are. */
export interface Programs {
	ffmpeg: string;
	ffprobe: string;
}

/**
 * Finds `ffmpeg` and `ffprobe` on this machine, and asks whether they can make what every browser
 * plays (H.264 and AAC); undefined where they are missing or cannot. Nothing is ever downloaded.
 */
export async function findPrograms(path = process.env.PATH ?? ''): Promise<Programs | undefined> {
	const [ffmpeg, ffprobe] = [await find('ffmpeg', path), await find('ffprobe', path)];
	if (!ffmpeg || !ffprobe || !(await canEncode(ffmpeg))) return undefined;
	return { ffmpeg, ffprobe };
}

async function find(name: string, path: string): Promise<string | undefined> {
	for (const folder of path.split(delimiter).filter(Boolean)) {
		const candidate = join(folder, name);
		const there = await access(candidate, constants.X_OK).then(
			() => true,
			() => false
		);
		if (there) return candidate;
	}
	return undefined;
}

const run = promisify(execFile);

async function canEncode(ffmpeg: string): Promise<boolean> {
	try {
		const { stdout } = await run(ffmpeg, ['-v', 'error', '-encoders'], { timeout: 10_000 });
		return /\slibx264\s/.test(stdout) && /\saac\s/.test(stdout);
	} catch {
		return false;
	}
}
