/** What the page about the people of a box shows. */
export { peopleOf, type People } from './peopleOf.server.ts';
