import type { CodePoints } from './heif.ts';

type Triple = readonly [number, number, number];

/**
 * Red, green and blue as XYZ under D50, from the primaries of ITU-T H.273 (white D65, adapted by
 * Bradford's method as ICC.1:2022 Annex E has it; a test computes them again).
 */
export const primariesD50: Readonly<Record<number, readonly [Triple, Triple, Triple]>> = {
	// 1: BT.709 and sRGB
	1: [
		[0.43606, 0.22249, 0.01392],
		[0.38515, 0.71688, 0.09708],
		[0.14307, 0.06061, 0.71409]
	],
	// 9: BT.2020
	9: [
		[0.67346, 0.27903, -0.00193],
		[0.16566, 0.67534, 0.02998],
		[0.1251, 0.04563, 0.79716]
	],
	// 12: Display P3
	12: [
		[0.5151, 0.24119, -0.00105],
		[0.29198, 0.69225, 0.04189],
		[0.15714, 0.06657, 0.78407]
	]
};

/** The transfer characteristics of H.273 that are brighter than a screen of ordinary range. */
const pq = 16;
const hlg = 18;

/** Luminance of white paper in a picture of high range: ITU-R BT.2408, 203 cd/m². */
const paperWhite = 203;

/**
 * An ICC profile for colours that a file names by code points, or undefined where they are sRGB (or
 * so near, or so unknown, that sRGB is the best reading). Highlights of high range are rolled off.
 */
export function profileFor({ primaries, transfer }: CodePoints): Buffer | undefined {
	const known = primariesD50[primaries];
	const ordinary = transfer !== pq && transfer !== hlg;
	if (ordinary && (known === undefined || primaries === 1)) return undefined;
	return iccProfile(known ?? primariesD50[1]!, curveFor(transfer));
}

/** What the eye gets (0 to 1) for a signal from 0 to 1. */
export function curveFor(transfer: number): (signal: number) => number {
	if (transfer === pq) return (signal) => rolledOff((10_000 * pqToLinear(signal)) / paperWhite);
	if (transfer === hlg) return (signal) => rolledOff((1000 * hlgToLinear(signal)) / paperWhite);
	return (signal) => (signal <= 0.04045 ? signal / 12.92 : ((signal + 0.055) / 1.055) ** 2.4);
}

/** ITU-R BT.2100 table 4. */
function pqToLinear(signal: number): number {
	const root = signal ** (1 / 78.84375);
	return (Math.max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125);
}

/** ITU-R BT.2100 table 5, with a system gamma of 1.2 for a screen of 1,000 cd/m². */
function hlgToLinear(signal: number): number {
	const scene =
		signal <= 0.5
			? signal ** 2 / 3
			: (Math.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12;
	return scene ** 1.2;
}

/** As it is up to three quarters of white; what is brighter comes ever nearer to white. */
function rolledOff(light: number): number {
	return light <= 0.75 ? light : 1 - 0.25 * Math.exp(-(light - 0.75) / 0.25);
}

const steps = 1024;

/** A display profile of three primaries and one curve: ICC.1:2022, 8.4.3. */
function iccProfile(primaries: readonly Triple[], curve: (signal: number) => number): Buffer {
	const tags = [
		...primaries.map((xyz, index) => [`${'rgb'[index]}XYZ`, xyzTag(xyz)] as const),
		...['rTRC', 'gTRC', 'bTRC'].map((name) => [name, curveTag(curve)] as const),
		['wtpt', xyzTag([0.9642, 1, 0.82491])] as const
	];
	const head = Buffer.alloc(128 + 4 + tags.length * 12);
	head.write('mntrRGB XYZ ', 12, 'latin1');
	head.write('acsp', 36, 'latin1');
	head.writeUInt32BE(0x0240_0000, 8);
	xyzTag([0.9642, 1, 0.82491]).copy(head, 68, 8);
	head.writeUInt32BE(tags.length, 128);
	let at = head.length;
	tags.forEach(([name, content], index) => {
		head.write(name, 132 + index * 12, 'latin1');
		head.writeUInt32BE(at, 136 + index * 12);
		head.writeUInt32BE(content.length, 140 + index * 12);
		at += content.length;
	});
	head.writeUInt32BE(at, 0);
	return Buffer.concat([head, ...tags.map(([, content]) => content)]);
}

function xyzTag(xyz: Triple): Buffer {
	const content = Buffer.alloc(20);
	content.write('XYZ ', 'latin1');
	xyz.forEach((value, index) => content.writeInt32BE(Math.round(value * 65536), 8 + index * 4));
	return content;
}

function curveTag(curve: (signal: number) => number): Buffer {
	const content = Buffer.alloc(12 + steps * 2);
	content.write('curv', 'latin1');
	content.writeUInt32BE(steps, 8);
	for (let step = 0; step < steps; step++) {
		const light = Math.min(Math.max(curve(step / (steps - 1)), 0), 1);
		content.writeUInt16BE(Math.round(light * 65535), 12 + step * 2);
	}
	return content;
}
