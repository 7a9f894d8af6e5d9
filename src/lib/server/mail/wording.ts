/** What a letter says: paragraphs, one link, paragraphs. */
export type Words = {
	before: string[];
	link: { words: string; href: string };
	after: string[];
	/** Links of their own, a line each, before the one that the letter is about. */
	list?: { words: string; href: string }[];
	/** Where one request, by POST, stops such letters (RFC 8058). */
	oneClickStop?: string;
};

/** A day as a letter names it. */
export function day(date: Date): string {
	return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}
