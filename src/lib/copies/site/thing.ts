import { m } from '#lib/paraglide/messages.js';
import { sayDay } from '#lib/ui/dates.ts';
import type { CopiedKeepsake } from '../format.ts';
import { addressOf, html, paragraphs, type Html } from './html.ts';

/** A keepsake on a page, with all that is said of it. What was covered opens when it is asked for. */
export function thing(
	each: CopiedKeepsake,
	half: CopiedKeepsake | undefined,
	now: Date,
	depth: number
): Html {
	const seen = html`${shown(each, depth)}${originals(each, half, depth)}`;
	return html`<figure>
		${each.cover ? covered(each, seen) : seen}
		<figcaption>
			${!each.cover && each.caption !== '' && html`<p class="caption">${each.caption}</p>`}
			<p>${given(each, now)}</p>
		</figcaption>
	</figure> `;
}

/** What there is to see or hear, by itself. */
export function shown(each: CopiedKeepsake, depth: number): Html {
	const label = each.alt || each.caption || nameOf(each.kind);
	const view = (use: string) => each.views.find((one) => one.use === use);
	const [played, medium] = [view('play'), view('medium')];
	if (each.words !== null) return html`<div class="prose words">${each.words}</div>`;
	const pages = each.views.filter(({ use }) => use === 'page');
	if (pages.length > 0) {
		return html`${pages.map((page, at) => image(page.path, at === 0 ? label : m.copies_site_page_of({ number: at + 1, title: label }), depth))}${said(each)}`;
	}
	if (played && each.kind !== 'photograph')
		return html`${player(played, medium?.path, label, depth)}${said(each)}`;
	if (!medium) {
		return html`<div class="cover">
				<p>${each.file ? m.copies_site_no_view() : m.copies_site_missing({ names: label })}</p>
			</div>
			${said(each)}`;
	}
	const moves =
		played &&
		html`<details>
			<summary>${m.copies_site_play()}</summary>
			${player(played, undefined, label, depth)}
		</details>`;
	return html`${image(medium.path, label, depth)}${moves}${said(each)}`;
}

function image(path: string, alt: string, depth: number): Html {
	return html`<img src="${addressOf(path, depth)}" alt="${alt}" loading="lazy" />`;
}

function player(
	played: { path: string; mediaType: string },
	poster: string | undefined,
	label: string,
	depth: number
): Html {
	const src = addressOf(played.path, depth);
	if (played.mediaType.startsWith('audio/')) {
		return html`<audio src="${src}" controls preload="none" aria-label="${label}"></audio>`;
	}
	return html`<video
		src="${src}"
		${poster !== undefined && html` poster="${addressOf(poster, depth)}"`}
		controls
		preload="none"
		playsinline
		aria-label="${label}"
	></video>`;
}

function said({ said: words }: CopiedKeepsake): Html | null {
	if (!words) return null;
	return html`<details>
		<summary>${m.copies_site_said()}</summary>
		<div class="prose">${paragraphs(words)}</div>
	</details>`;
}

function covered(each: CopiedKeepsake, seen: Html): Html {
	const why = each.cover === 'put-away' ? m.copies_site_put_away() : m.copies_site_not_opened();
	const show = each.kind === 'photograph' ? m.copies_site_show_photograph() : m.copies_site_show();
	return html`<details class="cover">
			<summary>${show}</summary>
			${seen}
		</details>
		<p class="soft">${why} ${each.coverWords}</p>`;
}

function originals(each: CopiedKeepsake, half: CopiedKeepsake | undefined, depth: number): Html {
	const link = (file: CopiedKeepsake['file'], words: (of: { name: string }) => string) =>
		file &&
		html`<p>
			<a href="${addressOf(file.path, depth)}"
				>${words({ name: file.fileName ?? nameOf(each.kind) })}</a
			>
		</p>`;
	return html`${link(each.file, m.copies_site_original)}${link(half?.file ?? null, m.copies_site_film_half)}`;
}

function given({ by, putInAt }: CopiedKeepsake, now: Date): string {
	const day = sayDay(new Date(putInAt), now);
	return by ? m.copies_site_put_in_by({ name: by.name, day }) : m.copies_site_put_in({ day });
}

const names: Record<string, () => string> = {
	photograph: m.copies_site_photograph,
	film: m.copies_site_film,
	recording: m.copies_site_recording,
	paper: m.copies_site_paper,
	words: m.copies_site_words
};
const nameOf = (kind: string) => (names[kind] ?? m.copies_site_file)();
