// The peer of the upload bench: a bare node:http server that writes what it is sent to a file,
// flushes it to the disk, and answers.
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { pipeline } from 'node:stream/promises';

const path = process.argv[2] ?? '';
const port = Number(process.env.PORT);
createServer((request, response) => {
	pipeline(request, createWriteStream(path, { flush: true }))
		.then(() => response.writeHead(204).end())
		.then(() => rm(path))
		.catch((error: Error) => response.writeHead(500).end(error.message));
}).listen(port, '127.0.0.1', () => console.log(`open at ${port}`));
