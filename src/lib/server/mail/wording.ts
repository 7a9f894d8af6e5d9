/** What a letter says: paragraphs, one link, paragraphs. */
export type Words = {
	before: string[];
	link: { words: string; href: string };
	after: string[];
};

/** A day as a letter names it. */
export function day(date: Date): string {
	return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}
