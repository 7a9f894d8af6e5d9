import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { nearStories, readForFinding, searchStories } from '#lib/finding/queries.server.ts';
import { UsedWrongly, type Command } from '../line/command.ts';
import { putInStory, withScratchSite, type ScratchSite } from '../line/scratchSite.ts';

const passage = z.object({ id: z.union([z.string(), z.number()]), text: z.string() });
const question = z.object({ query: z.string(), mode: z.enum(['near', 'search']) });
const line = z.union([passage, question]);

/** So many of the best are named for a question. */
const most = 20;

export const command: Command = {
	about: 'Shows what search and "near to this one" would find among the passages in a file.',
	usage: 'FILE',
	help: [
		'FILE has one JSON object a line: passages {"id","text"} first, then questions',
		'{"query","mode":"near"|"search"}. For each question, in order, one line of JSON:',
		'{"query","ids":[best first]}. It uses the very code that the site uses, on an empty database of',
		'its own that is removed afterwards, and needs no Lamplight to be open.'
	],
	async run(args, { say }) {
		const [file] = parseArgs({ args, allowPositionals: true }).positionals;
		if (!file) throw new UsedWrongly('Say which file.');
		await withScratchSite((site) => answerAll(site, file, say));
		return 0;
	}
};

async function answerAll({ lamplight, owner }: ScratchSite, file: string, say: Say): Promise<void> {
	const idOf = new Map<string, string | number>();
	const asking = { lamplight, session: null, visit: null };
	for await (const text of createInterface({ input: createReadStream(file) })) {
		if (text.trim() === '') continue;
		const given = parse(text);
		if ('text' in given) {
			const story = await putInStory(owner, given.text);
			await readForFinding(lamplight, story);
			idOf.set(story, given.id);
			continue;
		}
		const { stories } =
			given.mode === 'near'
				? await nearStories(asking, given.query, { atMost: most })
				: await searchStories(asking, given.query, { atMost: most });
		say(JSON.stringify({ query: given.query, ids: stories.map((each) => idOf.get(each.storyId)) }));
	}
}

type Say = (line: string) => void;

function parse(text: string): z.infer<typeof line> {
	try {
		return line.parse(JSON.parse(text));
	} catch {
		throw new UsedWrongly(`This line is neither a passage nor a question: ${text.slice(0, 80)}`);
	}
}
