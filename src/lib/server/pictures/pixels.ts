/** Pixels in memory, row after row, 8 bits a channel. */
export interface Pixels {
	data: Buffer;
	width: number;
	height: number;
	channels: 1 | 2 | 3 | 4;
}

/** What sharp wants to know about pixels that come without a file around them. */
export function rawInput({ width, height, channels }: Pixels) {
	return { raw: { width, height, channels } };
}

/** True where there is next to nothing to see: hardly a pixel differs from the one before it. */
export function isNearlyOneColour({ data, channels }: Pixels): boolean {
	let changes = data.length / 100;
	for (let at = channels; at < data.length; at++)
		if (data[at] !== data[at - channels] && --changes < 0) return false;
	return true;
}
