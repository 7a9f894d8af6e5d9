/** Where the parts of one keepsake are asked for. */
export type PlaceOfParts = {
	/** To which `/small`, `/medium` or `/large` is added. */
	pictures: string;
	play: string;
	page: (number: number) => string;
};

/** Its keepers find it in their memory box. */
export function placeInBox(box: string, id: string): PlaceOfParts {
	const inBox = `/box/${box}`;
	return {
		pictures: `${inBox}/picture/${id}`,
		play: `${inBox}/play/${id}`,
		page: (number) => `${inBox}/page/${id}/${number}`
	};
}

/** Everybody else below one address, as `part_placed` in SQL names the parts. */
export function placeBelow(address: string): PlaceOfParts {
	return {
		pictures: address,
		play: `${address}/play`,
		page: (number) => `${address}/page-${number}`
	};
}
