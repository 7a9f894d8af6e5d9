import { inputGuards, type Probed, type ProbedPicture } from './probe.ts';

/** The longest and the shortest edge of what is made: 1080p, upright or on its side. */
const edges = { long: 1920, short: 1080 };
const mostFrames = 60;

/** Nothing of where, when, by what or by whom: only what is seen and heard. */
const bare = [
	...['-map_metadata', '-1', '-map_chapters', '-1', '-sn', '-dn'],
	...['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact'],
	// Else each track would name its encoder.
	...['-metadata:s', 'encoder= ', '-write_tmcd', '0', '-movflags', '+faststart']
];

/** Two channels of AAC, which plays everywhere; kept in step with the pictures. */
const sound = [
	...['-c:a', 'aac', '-b:a', '160k', '-ac', '2', '-ar', '48000'],
	...['-af', 'aresample=async=1:first_pts=0']
];

/**
 * What ffmpeg is asked for a film: H.264 (High, 8 bits, no larger than 1080p) and AAC in an MP4 that
 * begins to play before it has arrived whole. `toneMap`: what is brighter than a screen is brought
 * into its range.
 */
export function filmArguments(
	from: { path: string; format: string },
	to: string,
	probed: Probed & { picture: ProbedPicture },
	toneMap: boolean
): string[] {
	const { picture } = probed;
	return [
		...reading(from),
		...['-map', `0:${picture.index}`, '-vf', filters(picture, toneMap)],
		...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '22', '-profile:v', 'high'],
		...['-pix_fmt', 'yuv420p', '-maxrate', '10M', '-bufsize', '20M', '-g', '120', '-threads', '1'],
		// x264 would write down how it was asked, in every film.
		...['-bsf:v', 'filter_units=remove_types=6'],
		...(picture.isHdr && toneMap ? standardColours : []),
		...(probed.sound ? ['-map', `0:${probed.sound.index}`, ...sound] : []),
		...bare,
		...['-f', 'mp4', to]
	];
}

/** The same for a recording: its sound alone, without a cover. */
export function recordingArguments(
	from: { path: string; format: string },
	to: string,
	index: number
): string[] {
	return [...reading(from), '-map', `0:${index}`, '-vn', ...sound, ...bare, '-f', 'mp4', to];
}

/** One picture of a film that was made here, a moment after its beginning. */
export function posterArguments(path: string, to: string, seconds: number): string[] {
	const at = Math.min(3, seconds / 4).toFixed(3);
	return [
		...['-v', 'error', '-nostdin', '-threads', '1', '-ss', at, ...inputGuards('mov'), '-i', path],
		...['-frames:v', '1', ...bare.slice(0, 6), '-f', 'image2', '-c:v', 'png', to]
	];
}

function reading({ path, format }: { path: string; format: string }): string[] {
	return [
		...['-v', 'error', '-nostdin', '-nostats', '-progress', 'pipe:1', '-filter_threads', '1'],
		...['-threads', '1', ...inputGuards(format), '-i', path]
	];
}

const standardColours = [
	...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709']
];

function filters(picture: ProbedPicture, toneMap: boolean): string {
	const { width, height } = fitted(picture);
	return [
		...(picture.isInterlaced ? ['yadif'] : []),
		...(picture.framesPerSecond > mostFrames ? [`fps=${mostFrames}`] : []),
		`scale=${width}:${height}`,
		'setsar=1',
		// 203 cd/m² is the white of paper (ITU-R BT.2408).
		...(picture.isHdr && toneMap
			? [
					'zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt709',
					'tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv'
				]
			: []),
		'format=yuv420p'
	].join(',');
}

/** Within the edges, never enlarged, and even as H.264 wants it. */
export function fitted({ width, height }: { width: number; height: number }) {
	const [long, short] = [Math.max(width, height), Math.min(width, height)];
	const scale = Math.min(1, edges.long / long, edges.short / short);
	const even = (length: number) => Math.max(2, Math.round((length * scale) / 2) * 2);
	return { width: even(width), height: even(height) };
}
