const batchBytes = 256 * 1024;

/** Lines as bytes, in pieces of a good size. */
export async function* fromLines(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
	let batch: string[] = [];
	let bytes = 0;
	for await (const line of lines) {
		batch.push(line, '\n');
		bytes += line.length + 1;
		if (bytes < batchBytes) continue;
		yield Buffer.from(batch.join(''));
		batch = [];
		bytes = 0;
	}
	if (batch.length > 0) yield Buffer.from(batch.join(''));
}

/** The lines of a stream; an error of the stream is thrown to whoever reads them. */
export async function* toLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
	let rest = '';
	const decoder = new TextDecoder();
	for await (const chunk of stream) {
		const pieces = (rest + decoder.decode(chunk, { stream: true })).split('\n');
		rest = pieces.pop() ?? '';
		yield* pieces;
	}
	if (rest !== '') yield rest;
}
