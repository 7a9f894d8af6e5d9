import { Feed } from 'feed';
import { m } from '#lib/paraglide/messages.js';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { storiesForAnyone } from '#lib/stories/queries.server.ts';

/** The newest stories that anyone may read and find, as Atom: titles and links, as a stranger has them. */
export async function storiesFeed(lamplight: Lamplight): Promise<string> {
	const { origin } = lamplight.settings;
	const stories = await storiesForAnyone(lamplight);
	const feed = new Feed({
		title: lamplight.siteName.known(),
		id: `${origin}/stories`,
		link: `${origin}/stories`,
		feedLinks: { atom: `${origin}/stories/feed` },
		generator: 'Lamplight',
		copyright: m.digest_feed_rights(),
		updated: new Date(stories[0]?.agreedAt ?? 0)
	});
	for (const { storyId, title, agreedAt } of stories) {
		feed.addItem({
			title: asHtml(title || m.story_untitled()),
			id: `${origin}/story/${storyId}`,
			link: `${origin}/story/${storyId}`,
			date: new Date(agreedAt)
		});
	}
	return feed.atom1();
}

/** The library calls titles HTML and puts them in as they are: what a family wrote is text. */
function asHtml(title: string): string {
	return (
		title
			// eslint-disable-next-line no-control-regex -- XML 1.0 has no such signs: one would spoil all of it
			.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
			.replaceAll('&', '&amp;')
			.replaceAll('<', '&lt;')
	);
}
