import { createInterface } from 'node:readline';
import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createMeaning } from '#lib/server/meaning/meaning.ts';
import { createScreen } from '#lib/server/screening/screen.ts';
import { UsedWrongly, type Command } from '../line/command.ts';

const line = z.object({ id: z.union([z.string(), z.number()]), text: z.string() });

export const command: Command = {
	about: 'Shows what the screen for letters would make of each letter in a file.',
	usage: 'FILE',
	help: [
		'FILE has one letter a line, as JSON: {"id","text"}. For each, in order, one line of JSON:',
		'{"id","decision":"pass"|"hold","concern":null|"cruelty"|"danger","score"}. It uses the very',
		'code that the site uses, keeps nothing, and needs no Lamplight to be open.'
	],
	async run(args, { say }) {
		const [file] = parseArgs({ args, allowPositionals: true }).positionals;
		if (!file) throw new UsedWrongly('Say which file.');
		const meaning = createMeaning();
		const screen = createScreen(meaning);
		try {
			for await (const text of createInterface({ input: createReadStream(file) })) {
				if (text.trim() === '') continue;
				const letter = parse(text);
				const { decision, concern, score } = await screen.look(letter.text);
				say(JSON.stringify({ id: letter.id, decision, concern, score: Number(score.toFixed(4)) }));
			}
		} finally {
			meaning.close();
		}
		return 0;
	}
};

function parse(text: string): z.infer<typeof line> {
	try {
		return line.parse(JSON.parse(text));
	} catch {
		throw new UsedWrongly(`This line is not {"id","text"} in JSON: ${text.slice(0, 80)}`);
	}
}
