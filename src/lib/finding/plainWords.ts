/** Words as they are compared: in small letters and without accents, whatever alphabet they are in. */
export function plainWords(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{M}+/gu, '')
		.normalize('NFC')
		.replace(/[’‘]/gu, "'")
		.replaceAll('\0', '')
		.toLowerCase();
}
