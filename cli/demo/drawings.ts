import sharp from 'sharp';

/** Pictures drawn by the program: nobody's photographs. Each says at its foot that it is made up. */
const drawings = {
	blanket: drawing('#e8dcc8', [
		'<rect x="330" y="260" width="940" height="660" rx="120" fill="#8fa9b8"/>',
		...grid(8, 6, 416, 300, 104, 100, '#a9bfca'),
		'<path d="M330 700 q470 160 940 0 v100 a120 120 0 0 1 -120 120 h-700 a120 120 0 0 1 -120 -120z" fill="#7d98a8"/>'
	]),
	lamp: drawing('#2b241d', [
		'<defs><radialGradient id="g"><stop offset="0" stop-color="#ffdf9c"/><stop offset="1" stop-color="#2b241d" stop-opacity="0"/></radialGradient></defs>',
		'<circle cx="800" cy="520" r="560" fill="url(#g)"/>',
		'<path d="M620 560 L720 320 h160 L980 560z" fill="#f0c987"/>',
		'<rect x="785" y="560" width="30" height="300" fill="#8a6a48"/>',
		'<ellipse cx="800" cy="870" rx="170" ry="34" fill="#8a6a48"/>'
	]),
	window: drawing('#f3ead9', [
		'<rect x="420" y="180" width="760" height="800" rx="20" fill="#b9cfd8"/>',
		'<path d="M420 760 q190 -150 380 -20 t380 -40 v280 h-760z" fill="#9bb08f"/>',
		'<circle cx="980" cy="360" r="70" fill="#f6e3b0"/>',
		'<path d="M420 180h760v800h-760z M800 180v800 M420 580h760" fill="none" stroke="#fffaf0" stroke-width="34"/>'
	]),
	feet: drawing('#fbf7ee', [foot(560, 420, -1), foot(860, 420, 1)]),
	branch: drawing('#e9efe8', [
		'<path d="M260 980 C620 820 900 560 1340 240" fill="none" stroke="#7a6248" stroke-width="20"/>',
		...leaves()
	]),
	stars: drawing('#26304a', [...stars(40), '<circle cx="1150" cy="330" r="110" fill="#f3e7c4"/>']),
	hat: drawing('#f1e9e4', [
		'<path d="M520 760 C520 440 640 330 800 330 S1080 440 1080 760z" fill="#c9a9a0"/>',
		'<path d="M620 760 C630 520 690 400 800 340 M980 760 C970 520 910 400 800 340 M800 760 V340" fill="none" stroke="#b8938a" stroke-width="14"/>',
		'<rect x="490" y="740" width="620" height="120" rx="56" fill="#dcc3bb"/>',
		'<circle cx="800" cy="310" r="62" fill="#dcc3bb"/>'
	]),
	shore: drawing('#dfe8ea', [
		'<rect y="560" width="1600" height="640" fill="#9db9c1"/>',
		'<path d="M0 560 h1600 v60 q-200 40 -400 0 t-400 0 t-400 0 t-400 0z" fill="#b5ccd2"/>',
		'<path d="M0 900 C400 800 900 980 1600 860 V1200 H0z" fill="#e6d9bf"/>',
		'<circle cx="420" cy="390" r="90" fill="#f6ecd2"/>'
	]),
	cup: drawing('#efe7d8', [
		'<rect y="800" width="1600" height="400" fill="#d9c8a9"/>',
		'<path d="M600 480 h380 v230 a150 150 0 0 1 -150 150 h-80 a150 150 0 0 1 -150 -150z" fill="#7f9290"/>',
		'<path d="M980 540 h50 a85 85 0 0 1 0 170 h-60" fill="none" stroke="#7f9290" stroke-width="38"/>',
		'<ellipse cx="790" cy="480" rx="190" ry="34" fill="#a9b8b5"/>',
		'<path d="M730 400 q-40 -60 0 -110 t0 -110 M850 400 q-40 -60 0 -110 t0 -110" fill="none" stroke="#fffaf0" stroke-width="18" stroke-linecap="round"/>'
	])
} as const;

export type DrawingName = keyof typeof drawings;

/** A drawing as a JPEG of 1600 × 1200. */
export function draw(name: DrawingName): Promise<Buffer> {
	return sharp(Buffer.from(drawings[name])).jpeg({ quality: 88 }).toBuffer();
}

function drawing(paper: string, shapes: string[]): string {
	const light = paper < '#8';
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 1200" width="1600" height="1200">
		<rect width="1600" height="1200" fill="${paper}"/>${shapes.join('')}
		<text x="800" y="1150" text-anchor="middle" font-family="sans-serif" font-size="34"
			fill="${light ? '#cbbf9f' : '#8b8069'}">drawn, not photographed</text></svg>`;
}

function grid(
	columns: number,
	rows: number,
	left: number,
	top: number,
	across: number,
	down: number,
	fill: string
): string[] {
	return Array.from({ length: columns * rows }, (_, at) => {
		const [column, row] = [at % columns, Math.floor(at / columns)];
		return `<rect x="${left + column * across}" y="${top + row * down}" width="40" height="40" rx="8" fill="${fill}"/>`;
	});
}

function foot(left: number, top: number, side: 1 | -1): string {
	const toes = [0, 1, 2, 3, 4].map((toe) => {
		const x = left + 90 + side * (toe * 38 - 60);
		return `<circle cx="${x}" cy="${top - 30 + toe * 14}" r="${26 - toe * 3}" fill="#55524c"/>`;
	});
	return `<path d="M${left + 20} ${top + 60} q70 -70 140 0 q30 120 -20 220 q-10 90 -60 100 q-60 -10 -60 -110 q-30 -100 0 -210z" fill="#55524c"/>${toes.join('')}`;
}

function leaves(): string[] {
	return Array.from({ length: 11 }, (_, at) => {
		const [x, y] = [330 + at * 92, 930 - at * 66];
		const turn = at % 2 === 0 ? -70 : 20;
		return `<ellipse cx="${x}" cy="${y}" rx="82" ry="34" fill="#7f9a76" transform="rotate(${turn} ${x} ${y}) translate(70 0)"/>`;
	});
}

function stars(count: number): string[] {
	return Array.from({ length: count }, (_, at) => {
		const [x, y] = [(at * 397) % 1560, (at * 211) % 1000];
		return `<circle cx="${x + 20}" cy="${y + 20}" r="${3 + (at % 4)}" fill="#f3e7c4"/>`;
	});
}
