import { randomUUID } from 'node:crypto';
import type { Person, TestSite } from './site.ts';

/** Wren and Tom keep a box; Wren shared a story with a covered photograph. Arranged behind the walls. */
export type Family = {
	wren: Person;
	tom: Person;
	box: string;
	photograph: string;
	story: string;
	version: string;
	share: string;
};

const sha = 'a'.repeat(64);

/** `audiences`: whom the story is shared with; made as rows, so that no use case stands in between. */
export async function makeFamily(
	site: TestSite,
	audiences: ('family' | 'peers' | 'anyone')[] = ['anyone']
): Promise<Family> {
	const [wren, tom] = [await site.person('Wren'), await site.person('Tom')];
	const [box, photograph, story, version, share] = Array.from({ length: 5 }, () => randomUUID());
	const put = (text: string, values: unknown[]) =>
		site.owner.query(`insert into lamplight.${text}`, values);
	await put('box (id, name, created_by) values ($1, $2, $3)', [box, 'Robin', wren.id]);
	await put('keeper (box_id, member_id) values ($1, $2), ($1, $3)', [box, wren.id, tom.id]);
	await put('original (box_id, sha256, bytes) values ($1, $2, 3)', [box, sha]);
	await put(
		`keepsake (id, box_id, put_in_by, scope, kind, sha256, file_name, bytes, pictures_made_at)
			values ($1, $2, $3, 'box', 'photograph', $4, 'robin.jpg', 3, now())`,
		[photograph, box, wren.id, sha]
	);
	await put(
		`picture (keepsake_id, size, sha256, media_type, bytes, width, height)
			values ($1, 'medium', $2, 'image/webp', 3, 10, 10)`,
		[photograph, sha]
	);
	await put(`story (id, box_id, writer_id, scope) values ($1, $2, $3, 'box')`, [
		story,
		box,
		wren.id
	]);
	await put(`draft (story_id, title, body) values ($1, 'Hello', 'And goodbye.')`, [story]);
	await put(
		`story_version (id, story_id, number, title, body, byline, own_words, findable)
			values ($1, $2, 1, 'Hello', $3, 'Wren and Tom', false, true)`,
		[version, story, `And goodbye.\n\n![](keepsake:${photograph})`]
	);
	await put(
		`version_keepsake (version_id, keepsake_id, position, cover_words)
			values ($1, $2, 1, 'The three of us.')`,
		[version, photograph]
	);
	await put(
		`share (id, story_id, box_id, version_id, to_family, to_peers, to_anyone, agreed_by)
			values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		[
			...[share, story, box, version],
			...['family', 'peers', 'anyone'].map((each) => (audiences as string[]).includes(each)),
			[wren.id, tom.id]
		]
	);
	return { wren, tom, box, photograph, story, version, share } as Family;
}
