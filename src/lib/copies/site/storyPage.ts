import { sayLived } from '#lib/lived/words.ts';
import { saySubjects } from '#lib/meeting/words.ts';
import { m } from '#lib/paraglide/messages.js';
import { renderStory } from '#lib/stories/queries.server.ts';
import type { BoxCopy, CopiedKeepsake, CopiedStory } from '../format.ts';
import { readable } from '../readable.ts';
import { frame } from './frame.ts';
import { addressOf, html, type Html } from './html.ts';
import { shown } from './thing.ts';

/** A story as it is read, in a page of its own below `stories/`. */
export function storyPage(
	story: CopiedStory,
	copy: BoxCopy,
	keepsakes: ReadonlyMap<string, CopiedKeepsake>
): string {
	const { title, body } = readable(story);
	const frozen = story.draft ? [] : (story.versions.at(-1)?.keepsakes ?? []);
	const withThem = new Map(frozen.map((each) => [each.id, each]));
	const shared = copy.shared.find(({ storyId }) => storyId === story.id);
	const blocks = renderStory(body).map((block): Html => {
		if (block.kind === 'html') return { html: block.html };
		return placed(asItStands(keepsakes.get(block.id), withThem.get(block.id)), block.words);
	});
	const main = html`<nav><a href="${addressOf('index.html', 1)}">${m.copies_site_back()}</a></nav>
		<article>
			<h1>${title || m.copies_site_story_untitled()}</h1>
			${story.by && html`<p class="soft">${m.copies_site_story_by({ name: story.by.name })}</p>`}
			<div class="prose">${blocks}</div>
		</article>
		${shared && wentOut(shared)}`;
	return frame(title || m.copies_site_story_untitled(), 1, main);
}

/** Of another's story there is what was agreed to: each thing with the words it went out with. */
function asItStands(
	each: CopiedKeepsake | undefined,
	frozen: CopiedStory['versions'][number]['keepsakes'][number] | undefined
): CopiedKeepsake | undefined {
	if (!each || !frozen) return each;
	const { caption, alt, coverWords, said, moving } = frozen;
	const still = each.kind === 'photograph' && !moving;
	const views = each.views.filter(({ use }) => !still || use !== 'play');
	return { ...each, caption, alt, coverWords, said, views };
}

/** With whom it was shared, and what went out beside it. */
function wentOut(shared: BoxCopy['shared'][number]): Html {
	const { findable, answers, lived, subjects } = shared;
	const facts = sayLived(lived).join(' · ');
	const spoken = saySubjects(subjects);
	const sentences = [
		m.copies_site_story_shared({ names: sayWith(shared.with) }),
		...(findable ? [m.copies_site_story_found()] : []),
		...(answers === 'none' ? [] : [answered[answers]()]),
		...(facts ? [m.copies_site_story_lived({ facts })] : []),
		...(spoken ? [m.copies_site_story_subjects({ subjects: spoken })] : [])
	];
	return html`${sentences.map((each) => html`<p class="soft">${each}</p>`)}`;
}

const answered = {
	with_you: m.copies_site_story_with_you,
	letters: m.copies_site_story_letters
};

function placed(each: CopiedKeepsake | undefined, words: string): Html {
	if (!each) return html`<p class="cover">${m.copies_site_story_gone()}</p>`;
	const caption = words || each.caption;
	const seen = shown(each, 1);
	const covered = each.cover !== null;
	return html`<figure>
		${
			covered
				? html`<details class="cover">
						<summary>${m.copies_site_show()}</summary>
						${seen}
					</details>`
				: seen
		}
		${caption !== '' && html`<figcaption>${caption}</figcaption>`}
	</figure>`;
}

const audiences = {
	family: m.copies_site_family,
	peers: m.copies_site_peers,
	anyone: m.copies_site_anyone
};

function sayWith(audience: readonly (keyof typeof audiences)[]): string {
	return new Intl.ListFormat('en').format(audience.map((each) => audiences[each]()));
}
