import { m } from '#lib/paraglide/messages.js';
import { sayLived } from '#lib/lived/words.ts';
import { sayDay, sayLoose } from '#lib/ui/dates.ts';
import type { BoxCopy } from '../format.ts';
import { readable } from '../readable.ts';
import { frame } from './frame.ts';
import { addressOf, html, type Html } from './html.ts';
import { storyPage } from './storyPage.ts';
import { thing } from './thing.ts';

/** So many on one page: it opens at once, also on an old computer. */
const onPage = 60;

/** Every page of the small site that a copy is: the first, those after it, and the stories. */
export function sitePages(copy: BoxCopy): { path: string; page: string }[] {
	const now = new Date(copy.takenAt);
	const byId = new Map(copy.keepsakes.map((each) => [each.id, each]));
	const halves = new Map(copy.keepsakes.map((each) => [each.partOf, each]));
	const things = copy.keepsakes.filter(({ partOf }) => partOf === undefined);
	const count = Math.max(1, Math.ceil(things.length / onPage));
	const title = copy.box.name || m.copies_nameless();
	const pages = Array.from({ length: count }, (_, at) => {
		const depth = at === 0 ? 0 : 1;
		const some = things.slice(at * onPage, (at + 1) * onPage);
		const main = html`${at === 0 ? first(copy, title) : later(title, at + 1)}
		${
			some.length > 0 &&
			html`<h2>${m.copies_site_things()}</h2>
				<div class="things">
					${some.map((each) => thing(each, halves.get(each.id), now, depth))}
				</div>`
		}
		${things.length + copy.stories.length === 0 && html`<p>${m.copies_site_empty()}</p>`}
		${count > 1 && turning(count, at, depth)}`;
		const name = at === 0 ? title : m.copies_site_page({ title, number: at + 1 });
		return { path: pathOf(at), page: frame(name, depth, main, footer(copy, now)) };
	});
	const stories = copy.stories.map((story) => ({
		path: story.html,
		page: storyPage(story, copy, byId)
	}));
	return [...pages, ...stories];
}

const pathOf = (at: number) => (at === 0 ? 'index.html' : `site/page-${at + 1}.html`);

function first({ box, lived, keepers, stories, missing }: BoxCopy, title: string): Html {
	const names = new Intl.ListFormat('en').format(keepers.map(({ name }) => name).filter(Boolean));
	const days = [box.bornOn, box.diedOn].filter((day) => day !== null).map(sayLoose);
	const told = sayLived(Object.fromEntries(lived.map(({ fact, value }) => [fact, value])));
	return html`<h1>${title}</h1>
		${days.length > 0 && html`<p class="prose">${[...new Set(days)].join(' – ')}</p>`}
		${box.happened !== null && html`<p class="prose">${box.happened}</p>`}
		${told.length > 0 && html`<p class="soft">${m.copies_site_lived({ facts: told.join(' · ') })}</p>`}
		${names !== '' && html`<p class="soft">${m.copies_site_kept_by({ names })}</p>`}
		${missing.length > 0 && html`<p class="cover">${m.copies_site_missing({ names: new Intl.ListFormat('en').format(missing.map(({ fileName }) => fileName ?? m.copies_site_file())) })}</p>`}
		${
			stories.length > 0 &&
			html`<h2>${m.copies_site_stories()}</h2>
				<ul class="stories">
					${stories.map((story) => html`<li><a href="${addressOf(story.html, 0)}">${readable(story).title || m.copies_site_story_untitled()}</a>${story.by && html` <span class="soft">${m.copies_site_story_by({ name: story.by.name })}</span>`}</li>`)}
				</ul>`
		}`;
}

function later(title: string, number: number): Html {
	return html`<nav><a href="../index.html">${m.copies_site_back()}</a></nav>
		<h1>${m.copies_site_page({ title, number })}</h1>`;
}

function turning(count: number, here: number, depth: number): Html {
	const pages = Array.from({ length: count }, (_, at) => {
		const words = m.copies_site_on({ number: at + 1 });
		return html`<li>
			${at === here ? html`<span class="soft" aria-current="page">${words}</span>` : html`<a href="${addressOf(pathOf(at), depth)}">${words}</a>`}
		</li>`;
	});
	return html`<nav aria-label="${m.copies_site_pages()}">
		<ul>
			${pages}
		</ul>
	</nav>`;
}

function footer({ takenBy }: BoxCopy, now: Date): Html {
	const day = sayDay(now, new Date(0));
	return html`<p>
			${takenBy ? m.copies_site_taken({ day, name: takenBy }) : m.copies_site_taken_nameless({ day })}
		</p>
		<p>${m.copies_site_how()}</p>`;
}
