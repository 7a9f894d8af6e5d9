import { z } from 'zod';
import { Refused } from './refused.ts';

/** What is said of a file before its first byte. */
export type Announced = {
	/** The box it is for; null: the deposit of this device. */
	box: string | null;
	fileName: string;
	mediaType: string | null;
	scope: 'mine' | 'box';
	keptCovered: boolean;
	/** 64 hexadecimal digits, as the browser computed them; null where it could not. */
	sha256: string | null;
	/** When it was changed last, as the device has it; null where it does not say. */
	modifiedAt: Date | null;
};

const orNull = <T extends z.ZodType>(type: T) => type.nullish().transform((value) => value ?? null);

const schema = z
	.object({
		box: orNull(z.uuid()),
		filename: z.string().transform(tidyName),
		filetype: z.string().nullish().transform(tidyType),
		scope: z.enum(['mine', 'box']).nullish(),
		covered: z.string().nullish(),
		sha256: orNull(z.string().regex(/^[0-9a-f]{64}$/)),
		modified: z.string().nullish().transform(momentOf)
	})
	.transform((said): Announced => ({
		box: said.box,
		fileName: said.filename,
		mediaType: said.filetype,
		scope: said.scope ?? 'box',
		keptCovered: said.covered === 'yes',
		sha256: said.sha256,
		modifiedAt: said.modified
	}));

/** Reads what was announced, from tus metadata or from a form; throws `Refused`. */
export function readAnnounced(said: Record<string, string | null | undefined>): Announced {
	const parsed = schema.safeParse(said);
	if (!parsed.success) throw new Refused('not_right');
	return parsed.data;
}

/** The file's own name, without folders or anything that could not stand on a line. */
export function tidyName(name: string): string {
	const own = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
	const tidy = own.replace(/\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '').trim();
	return [...(tidy || 'unnamed')].slice(-200).join('').slice(-255);
}

export function tidyType(type: string | null | undefined): string | null {
	return type && /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(type) ? type : null;
}

/** Milliseconds since 1970, as browsers say it; a clock that stands at its beginning says nothing. */
function momentOf(ms: string | null | undefined): Date | null {
	if (!ms || !/^[1-9]\d{0,13}$/.test(ms)) return null;
	return new Date(Number(ms));
}
