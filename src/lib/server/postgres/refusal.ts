/** Why Lamplight does not start: its message is a sentence for the person who started it. */
export class Refusal extends Error {
	override name = 'Refusal';
}
