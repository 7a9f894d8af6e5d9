// Makes sure that there is a Chromium for the journeys, ffmpeg for films, and exiftool and age for the
// independent reading.
import { spawnSync } from 'node:child_process';
import { chromiumPath } from './e2e/chromium.ts';

function has(command: string): boolean {
	return spawnSync('which', [command], { stdio: 'ignore' }).status === 0;
}

function get(...packages: string[]): boolean {
	const apt = (...args: string[]) =>
		spawnSync('apt-get', args, {
			stdio: 'inherit',
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
		}).status === 0;
	return has('apt-get') && apt('update') && apt('install', '-y', ...packages);
}

if (!chromiumPath() && !get('chromium')) {
	spawnSync('playwright', ['install', 'chromium'], { stdio: 'inherit' });
}
if (!has('exiftool') && !get('libimage-exiftool-perl')) {
	console.error('exiftool is missing: please install it (Debian: libimage-exiftool-perl).');
	process.exitCode = 1;
}
if (!has('ffmpeg') && !get('ffmpeg')) {
	console.error('ffmpeg is missing: please install it (Debian: ffmpeg).');
	process.exitCode = 1;
}
if (!has('age') && !get('age')) {
	console.error('age is missing: please install it (Debian: age).');
	process.exitCode = 1;
}
