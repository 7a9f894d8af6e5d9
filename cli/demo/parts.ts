import { emailOf } from './somebody.ts';

/** A part that whoever looks at the demo can play. */
export type Part = {
	/** In the link. */
	key: string;
	who: string;
	/** Null: nobody, who is not signed in. */
	email: string | null;
	/** What there is to see. */
	about: string;
	page: string;
};

const part = (name: string, page: string, about: string, key = name.toLowerCase()): Part => ({
	...{ key, who: name, email: emailOf(name), about, page }
});

/** Everybody in the demo, in the order in which they are best met. */
export const parts: Part[] = [
	part('Wren', '/boxes', 'keeps Robin’s memory box with Tom, and would like to share a story'),
	part('Tom', '/boxes', 'is asked for his answer to it; has put one photograph away'),
	part('Grandma Iris', '/stories', 'is invited as family, and reads what is for family', 'iris'),
	part('Ada', '/boxes', 'keeps words alone after an early loss: no name, no photographs'),
	part('Sol', '/boxes', 'keeps Nell’s memory box with Mika, and may decide for both'),
	part('Mika', '/boxes', 'has said “decide for me”, and has brought one story back'),
	part('Noor', '/stories', 'has been through it and was welcomed; has written to Wren and Tom'),
	part('Kit', '/you', 'has asked to be welcomed, and waits'),
	part('Maeve', '/watch', 'watches over the site: a letter and a report wait for her'),
	part('Jo', '/welcome', 'looks after the site'),
	{ key: 'nobody', who: 'A stranger', email: null, about: 'is not signed in', page: '/' }
];
