/** What no file may be called on Windows, with whatever ending. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
/** Signs that one of Windows, macOS and Linux forbids, or that turn a name around on the screen. */
const unsafe = /[<>:"/\\|?*]|\p{Cc}|[\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
/** In bytes of UTF-8: file systems hold 255, and a folder and a number want room as well. */
const longest = 150;

/** Gives names that are safe on Windows, macOS and Linux, and each of them once. */
export type NameGiver = (folder: string, wanted: string) => string;

/** `name.jpg`, then `name (2).jpg`: also where only case or the way of writing an é differs. */
export function nameGiver(): NameGiver {
	const given = new Set<string>();
	const counts = new Map<string, number>();
	return (folder, wanted) => {
		const { stem, ending } = parted(safeName(wanted));
		const base = keyOf(`${folder}/${stem}${ending}`);
		for (let number = counts.get(base) ?? 1; ; number++) {
			const name = number === 1 ? `${stem}${ending}` : `${stem} (${number})${ending}`;
			const path = folder ? `${folder}/${name}` : name;
			if (given.has(keyOf(path))) continue;
			given.add(keyOf(path));
			counts.set(base, number + 1);
			return path;
		}
	};
}

/** One name by itself, made safe; it stays what it is where it can. */
export function safeName(wanted: string): string {
	const cleaned = wanted
		.normalize('NFC')
		.toWellFormed()
		.replace(unsafe, '_')
		.replace(/^[\s.]+|[\s.]+$/gu, '')
		.trim();
	const named = reserved.test(cleaned) ? `_${cleaned}` : cleaned;
	return shortened(named || 'unnamed');
}

function shortened(name: string): string {
	if (Buffer.byteLength(name) <= longest) return name;
	const { stem, ending } = parted(name);
	let kept = '';
	let room = longest - Buffer.byteLength(ending);
	for (const sign of stem) {
		room -= Buffer.byteLength(sign);
		if (room < 0) break;
		kept += sign;
	}
	return `${kept.trimEnd()}${ending}`;
}

function parted(name: string): { stem: string; ending: string } {
	const dot = name.lastIndexOf('.');
	const ends = dot > 0 && name.length - dot <= 12;
	return ends ? { stem: name.slice(0, dot), ending: name.slice(dot) } : { stem: name, ending: '' };
}

const keyOf = (path: string) => path.normalize('NFKC').toLowerCase();
