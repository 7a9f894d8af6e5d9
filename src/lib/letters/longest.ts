/** How long a letter may be, in characters: some ten pages. */
export const longestLetter = 20_000;
