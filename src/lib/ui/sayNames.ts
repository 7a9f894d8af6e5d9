const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** "Wren", "Wren and Tom"; whoever has no name yet is left out. */
export function sayNames(names: readonly string[]): string {
	return list.format(names.filter(Boolean));
}
