import { z } from 'zod';

/** The version of the format of `box.json`; `docs/copy-format.md` tells of it in words. */
export const formatVersion = 1;
/** How the schema of this version is called, in a copy and below `/copy-format/`. */
export const schemaName = `copy-schema-${formatVersion}.json`;

const loose = z
	.string()
	.regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/)
	.nullable()
	.meta({ description: 'A date as exactly as it is known: a year, a month or a day.' });
const said = z
	.string()
	.max(20_000)
	.meta({ description: 'What is said or written in it, as the family put it down.' });
const moment = z.iso.datetime().meta({ description: 'A moment, in UTC.' });
const scope = z
	.enum(['mine', 'box'])
	.meta({ description: 'Only whoever put it in, or everybody who keeps the memory box.' });
const path = z
	.string()
	.min(1)
	.max(1000)
	.meta({ description: 'Where it is in this copy, from the folder of box.json.' });
const by = z
	.object({ name: z.string().max(80), you: z.boolean() })
	.nullable()
	.meta({ description: 'A name, in plain words. "you" is whoever took the copy.' });

const fact = z.string().regex(/^[a-z][a-z_]{1,39}$/);
/** A term of the field by its id, or a host's own words as they stand. */
const term = z
	.string()
	.max(300)
	.regex(/^[\p{L}\p{N}“‘"'].*$/u);
const livedValue = z.union([z.string().min(1).max(300), z.array(term).max(100)]).meta({
	description:
		'As it was said; terms of the field by their ids, those of a host in words. ~ before it: roughly.'
});

/** What goes out beside the words and keepsakes of a story. */
const going = {
	findable: z.boolean().meta({ description: 'Others there may find it.' }),
	answers: z
		.enum(['none', 'with_you', 'letters'])
		.meta({ description: 'How readers may answer it.' }),
	lived: z.record(fact, livedValue).meta({ description: 'What it shows of what was lived.' }),
	subjects: z
		.array(z.string().regex(/^[a-z][a-z_]{1,39}$/))
		.max(40)
		.meta({ description: 'What it speaks of, for readers who leave that out.' })
};

export const copiedFile = z.object({
	path,
	bytes: z.int().min(0),
	sha256: z.string().regex(/^[0-9a-f]{64}$/),
	fileName: z.string().max(255).nullable().meta({ description: 'Its name as it was given.' }),
	mediaType: z.string().max(130).nullable(),
	modifiedAt: moment
		.nullable()
		.optional()
		.meta({ description: 'When it was changed last, as the device that gave it said.' })
});

export const copiedKeepsake = z.object({
	id: z.uuid(),
	kind: z
		.string()
		.regex(/^[a-z_]{1,30}$/)
		.meta({ description: 'photograph, film, recording, paper, words, file; others may come.' }),
	scope,
	by,
	putInAt: moment,
	happenedOn: loose,
	file: copiedFile.nullable().meta({ description: 'The original; null where it is words.' }),
	words: z.string().max(200_000).nullable(),
	caption: z.string().max(1000),
	alt: z
		.string()
		.max(1000)
		.meta({ description: 'What is seen on it, for those who cannot see it.' }),
	coverWords: z.string().max(300),
	cover: z
		.enum(['put-away', 'not-opened'])
		.nullable()
		.meta({ description: 'What lies over it for whoever took the copy.' }),
	putAwayAt: moment.nullable(),
	said,
	partOf: z
		.uuid()
		.optional()
		.meta({ description: 'The photograph of which this is the moving half.' }),
	views: z
		.array(z.object({ path, mediaType: z.string(), use: z.string() }))
		.meta({ description: 'Pictures and films made for looking at. They can be made again.' })
});

const written = z.object({ title: z.string().max(300), body: z.string().max(400_000) });

export const copiedVersion = written.extend({
	number: z.int().min(1),
	byline: z.string().max(300),
	madeAt: moment,
	ownWords: z.boolean(),
	...going,
	keepsakes: z
		.array(
			z.object({
				id: z.uuid(),
				caption: z.string().max(1000),
				alt: z.string().max(1000),
				coverWords: z.string().max(300),
				covered: z.boolean(),
				said,
				moving: z.boolean().meta({ description: 'A photograph that goes out with what moves.' })
			})
		)
		.max(5000)
});

export const copiedStory = z.object({
	id: z.uuid(),
	scope,
	by,
	begunAt: moment,
	draft: written.extend({ savedAt: moment }).nullable().meta({
		description: 'As its writer has it; null where another keeper wrote it. Markdown.'
	}),
	keptBeside: z.array(written.extend({ keptAt: moment })).max(1000),
	versions: z.array(copiedVersion).max(1000),
	html: path,
	markdown: path
});

export const boxCopy = z
	.object({
		$schema: z.string(),
		format: z.literal('lamplight-copy'),
		version: z.literal(formatVersion),
		takenAt: moment,
		takenBy: z.string().max(80),
		putAway: z
			.enum(['nothing', 'with', 'without'])
			.meta({ description: 'Whether what was put away is in this copy.' }),
		box: z.object({
			name: z.string().max(120).nullable(),
			bornOn: loose,
			diedOn: loose,
			dueOn: loose,
			weeks: z.int().min(1).max(45).nullable(),
			daysPastWeeks: z.int().min(0).max(6).nullable(),
			happened: z.string().max(200).nullable()
		}),
		lived: z
			.array(
				z.object({
					fact,
					value: livedValue,
					you: z.boolean().meta({ description: 'About whoever took the copy alone.' })
				})
			)
			.max(60)
			.meta({ description: 'What was lived, as its keepers said it.' }),
		keepers: z.array(z.object({ name: z.string().max(80), you: z.boolean() })).max(100),
		shared: z
			.array(
				z.object({
					storyId: z.uuid(),
					title: z.string().max(300),
					with: z.array(z.enum(['family', 'peers', 'anyone'])),
					since: moment,
					...going
				})
			)
			.max(5000)
			.meta({ description: 'A note of what was shared when the copy was taken; nothing more.' }),
		missing: z
			.array(z.object({ id: z.uuid(), fileName: z.string().max(255).nullable() }))
			.max(5000)
			.meta({ description: 'Keepsakes whose file could not be found when the copy was taken.' }),
		keepsakes: z.array(copiedKeepsake).max(10_000),
		stories: z.array(copiedStory).max(5000)
	})
	.meta({
		title: 'A copy of a memory box, as Lamplight makes it',
		description: 'The file box.json of a copy. docs/copy-format.md tells of it in words.'
	});

export type BoxCopy = z.output<typeof boxCopy>;
export type CopiedKeepsake = z.output<typeof copiedKeepsake>;
export type CopiedStory = z.output<typeof copiedStory>;

/** The published JSON schema (2020-12), as it is served and as it lies in every copy. */
export function boxCopySchema(): string {
	return `${JSON.stringify(z.toJSONSchema(boxCopy), null, '\t')}\n`;
}
