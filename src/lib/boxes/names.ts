const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** "Tom", "Tom and Ash". Somebody without a name yet is left out, unless there is nobody else. */
export function sayNames(names: readonly string[]): string {
	const known = names.filter(Boolean);
	return list.format(known.length > 0 ? known : ['…']);
}
