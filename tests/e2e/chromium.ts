import { existsSync } from 'node:fs';

/** Debian's Chromium where it is installed; else Playwright's own is used. */
export function chromiumPath(): string | undefined {
	return [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
		(path) => path !== undefined && existsSync(path)
	);
}

/** A browser that opens no connection but ours. */
export const chromiumArguments = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];
