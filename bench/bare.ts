// The peer of the page benches: a bare node:http server that sends the same bytes.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const body = readFileSync(process.argv[2] ?? '');
const headers = JSON.parse(readFileSync(process.argv[3] ?? '', 'utf8')) as Record<string, string>;
const port = Number(process.env.PORT);
createServer((_request, response) => {
	response.writeHead(200, headers);
	response.end(body);
}).listen(port, '127.0.0.1', () => console.log(`open at ${port}`));
