/** What the pages and the forms of letters both know. */

/** How long a letter may be, in characters: some ten pages. */
export const longestLetter = 20_000;
export const ways = ['moderator', 'trusted', 'straight'] as const;
export const concerns = ['unkind', 'selling', 'names_somebody', 'danger', 'other'] as const;
