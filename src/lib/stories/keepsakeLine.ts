/** What stands for a keepsake in a story's Markdown, on a line of its own. */
export function lineOfKeepsake(id: string, words: string): string {
	const escaped = words
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/[\\\]]/g, '\\$&');
	return `![${escaped}](keepsake:${id})`;
}
