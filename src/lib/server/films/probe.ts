import { z } from 'zod';

/** What is in a film or a recording, as far as something is made of it. */
export interface Probed {
	seconds: number;
	picture: ProbedPicture | null;
	sound: { index: number } | null;
	/** What a phone names both halves of a photograph that moves by. */
	twinId: string | null;
}

export interface ProbedPicture {
	index: number;
	/** In pixels, as seen: turned upright, and with square pixels. */
	width: number;
	height: number;
	/** Brighter than a screen shows: PQ or HLG (ITU-R BT.2100). */
	isHdr: boolean;
	isInterlaced: boolean;
	framesPerSecond: number;
}

/** What ffprobe is to be asked about a file. Only this format is tried, and no address is followed. */
export function probeArguments(path: string, format: string): string[] {
	return [
		...['-v', 'error', '-of', 'json', '-show_format', '-show_streams'],
		...inputGuards(format),
		path
	];
}

/** For ffmpeg and ffprobe alike, before the path of what is read. */
export function inputGuards(format: string): string[] {
	return ['-protocol_whitelist', 'file,pipe', '-f', format];
}

const flags = z.object({ default: z.number(), attached_pic: z.number() }).partial();
const stream = z.object({
	index: z.number(),
	codec_type: z.string().optional(),
	codec_name: z.string().optional(),
	width: z.number().optional(),
	height: z.number().optional(),
	sample_aspect_ratio: z.string().optional(),
	color_transfer: z.string().optional(),
	field_order: z.string().optional(),
	avg_frame_rate: z.string().optional(),
	duration: z.string().optional(),
	disposition: flags.default({}),
	side_data_list: z.array(z.object({ rotation: z.number().optional() })).default([])
});
const answer = z.object({
	streams: z.array(stream).default([]),
	format: z
		.object({ duration: z.string().optional(), tags: z.record(z.string(), z.string()).default({}) })
		.default({ tags: {} })
});
type Stream = z.output<typeof stream>;

/** Reads what ffprobe answered. */
export function readProbe(json: string): Probed {
	const { streams, format } = answer.parse(JSON.parse(json));
	const known = streams.filter(({ codec_name: name }) => name && name !== 'unknown');
	const pictures = known.filter(
		({ codec_type: type, disposition, width }) =>
			type === 'video' && !disposition.attached_pic && Boolean(width)
	);
	const sounds = known.filter(({ codec_type: type }) => type === 'audio');
	const [picture, sound] = [firstOf(pictures), firstOf(sounds)];
	const lengths = [format.duration, ...streams.map(({ duration }) => duration)];
	return {
		seconds: Number(lengths.find((each) => Number(each) > 0) ?? 0),
		picture: picture ? asPicture(picture) : null,
		sound: sound ? { index: sound.index } : null,
		twinId: format.tags['com.apple.quicktime.content.identifier']?.slice(0, 100) || null
	};
}

/**
 * One track, and never a mixture: several sounds are the same moment from another microphone, in
 * another format or language, and together they would echo. The one that the film itself marks.
 */
function firstOf(streams: Stream[]): Stream | undefined {
	return streams.find(({ disposition }) => disposition.default) ?? streams[0];
}

function asPicture(found: Stream): ProbedPicture {
	const [across = 1, down = 1] = (found.sample_aspect_ratio ?? '1:1').split(':').map(Number);
	const stretch = across > 0 && down > 0 ? across / down : 1;
	const width = Math.round((found.width ?? 0) * stretch);
	const height = found.height ?? 0;
	const rotation = found.side_data_list.find((each) => each.rotation !== undefined)?.rotation ?? 0;
	const isOnItsSide = Math.abs(rotation) % 180 === 90;
	return {
		index: found.index,
		width: isOnItsSide ? height : width,
		height: isOnItsSide ? width : height,
		isHdr: ['smpte2084', 'arib-std-b67'].includes(found.color_transfer ?? ''),
		isInterlaced: ['tt', 'bb', 'tb', 'bt'].includes(found.field_order ?? ''),
		framesPerSecond: ratio(found.avg_frame_rate)
	};
}

function ratio(text = '0/1'): number {
	const [over = 0, under = 1] = text.split('/').map(Number);
	return under > 0 ? over / under : 0;
}
