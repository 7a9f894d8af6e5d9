/** What a command of `npm run lamplight` is: one module in `cli/commands`, under its own name. */
export type Command = {
	/** One line for the list of commands. */
	about: string;
	/** What follows the command's name, e.g. `TARGET [--keep N]`. */
	usage: string;
	/** What `COMMAND --help` says below the usage, as lines. */
	help?: string[];
	/**
	 * Does it. `args`: what follows the command's name, for `parseArgs` of node:util.
	 *
	 * @returns 0: done and well; 1: done, and something is wrong
	 * @throws UsedWrongly, Refusal
	 */
	run(args: string[], terminal: Terminal): Promise<number>;
};

export type Terminal = {
	env: NodeJS.ProcessEnv;
	/** A line of the answer. */
	say(line: string): void;
	/** A line about how it goes, beside the answer (stderr). */
	note(line: string): void;
};

/** The command was not called as it can be: a sentence, before the usage is shown (exit code 2). */
export class UsedWrongly extends Error {
	override name = 'UsedWrongly';
}
