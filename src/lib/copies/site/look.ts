/** How a copy looks: the same quiet room, with the letters that every computer has. */
export const look = `:root {
	color-scheme: light dark;
	--paper: light-dark(#fcfaf5, #17120d);
	--ink: light-dark(#2b241d, #e8e1d5);
	--soft: light-dark(#5f564c, #b1a797);
	--line: light-dark(#e0dad0, #3d352c);
	--glow: light-dark(#f6e6c4, #33261680);
	--deed: light-dark(#6b3d1f, #e6c494);
	--linen: light-dark(#f0eae0, #241e17);
}
* { box-sizing: border-box; }
html {
	font: 112.5%/1.6 'Atkinson Hyperlegible Next', system-ui, sans-serif;
	background: var(--paper);
	color: var(--ink);
}
body {
	margin: 0 auto;
	max-width: 62rem;
	padding: 2.5rem 1.2rem 4rem;
	background: radial-gradient(46rem 26rem at 50% -7rem, var(--glow), transparent 70%) no-repeat;
}
h1, h2 {
	font-family: Newsreader, 'Iowan Old Style', Georgia, serif;
	font-weight: 500;
	line-height: 1.2;
	margin: 0 0 0.6rem;
}
h1 { font-size: clamp(1.9rem, 1.4rem + 2.4vw, 2.8rem); }
h2 { font-size: 1.4rem; margin-top: 2.4rem; }
p { margin: 0 0 1em; }
a { color: var(--deed); text-underline-offset: 0.2em; }
nav a, summary, .stories a { display: inline-block; padding: 0.55rem 0; }
nav ul, ul.stories { list-style: none; padding: 0; margin: 0; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1.2rem; }
.soft, figcaption, footer { color: var(--soft); font-size: 0.92rem; }
.prose { font: 1.16rem/1.68 Newsreader, 'Iowan Old Style', Georgia, serif; max-width: 35rem; }
.words { white-space: pre-line; }
.things { columns: 3 16rem; column-gap: 1.2rem; }
figure { margin: 0 0 1.6rem; break-inside: avoid; }
.prose figure { margin: 1.6rem 0; }
figcaption p { margin: 0.2rem 0 0; }
figcaption .caption { color: var(--ink); font-size: 1.02rem; }
img, video { display: block; max-width: 100%; height: auto; border-radius: 0.5rem; }
audio { width: 100%; min-height: 3.2rem; }
.cover, details.cover {
	background: var(--linen);
	border: 1px solid var(--line);
	border-radius: 0.5rem;
	padding: 1rem;
}
summary { cursor: pointer; color: var(--deed); text-decoration: underline; text-underline-offset: 0.2em; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; }
@media (prefers-color-scheme: dark) { img, video { filter: brightness(0.88); } }
`;
