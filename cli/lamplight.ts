// `npm run lamplight -- COMMAND`: the command line, for hosts. Exit codes: 0 well, 1 something is
// wrong, 2 used wrongly.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { Refusal } from '#lib/server/postgres/refusal.ts';
import { UsedWrongly, type Command, type Terminal } from './line/command.ts';

const folder = new URL('commands/', import.meta.url);

const terminal: Terminal = {
	env: process.env,
	say: (line) => void process.stdout.write(`${line}\n`),
	note: (line) => void process.stderr.write(`${line}\n`)
};

async function commandOf(name: string): Promise<Command> {
	const file = new URL(`${name}.ts`, folder);
	if (!/^[a-z][a-zA-Z-]*$/.test(name) || !existsSync(file)) {
		throw new UsedWrongly(`There is no command "${name}".`);
	}
	return ((await import(file.href)) as { command: Command }).command;
}

async function overview(): Promise<string[]> {
	const files = (await readdir(folder)).filter((file) => /^[a-zA-Z-]+\.ts$/.test(file)).sort();
	const names = files.map((file) => file.slice(0, -'.ts'.length));
	const width = Math.max(...names.map((name) => name.length)) + 2;
	const lines = names.map(async (name) => {
		const { about } = await commandOf(name);
		return `  ${name.padEnd(width)}${about}`;
	});
	return [
		'npm run lamplight -- COMMAND',
		'',
		...(await Promise.all(lines)),
		'',
		'COMMAND --help says more about one of them. The settings are those of `npm start`:',
		'LAMPLIGHT_DATA (./data), DATABASE_URL, STORAGE_URL … A command may run beside a Lamplight',
		'that is open.'
	];
}

function usageOf(name: string, { usage }: Command): string {
	return `npm run lamplight -- ${name} ${usage}`.trimEnd();
}

async function main([name, ...args]: string[]): Promise<number> {
	if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
		for (const line of await overview()) terminal.say(line);
		return name === undefined ? 2 : 0;
	}
	const command = await commandOf(name);
	if (args.includes('--help') || args.includes('-h')) {
		for (const line of [usageOf(name, command), '', command.about, ...(command.help ?? [])]) {
			terminal.say(line);
		}
		return 0;
	}
	try {
		return await command.run(args, terminal);
	} catch (error) {
		if (!isWrongUse(error)) throw error;
		throw new UsedWrongly(`${error.message}\n${usageOf(name, command)}`);
	}
}

function isWrongUse(error: unknown): error is Error {
	if (!(error instanceof Error)) return false;
	const code = 'code' in error ? String(error.code) : '';
	return error instanceof UsedWrongly || code.startsWith('ERR_PARSE_ARGS');
}

// Begun by the nightly job, which holds the other end: it ends with whoever began it.
if (process.channel) {
	process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
	process.channel.unref();
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof Refusal || error instanceof UsedWrongly)) throw error;
	terminal.note(error.message);
	process.exitCode = error instanceof UsedWrongly ? 2 : 1;
}
