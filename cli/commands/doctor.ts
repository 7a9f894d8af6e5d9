import { parseArgs } from 'node:util';
import type { Command } from '../line/command.ts';
import { withLamplight } from '../line/opened.ts';
import { examine } from '../line/examine.ts';

export const command: Command = {
	about: 'Looks whether everything is as it should be, and says what is not.',
	usage: '',
	help: ['Nothing is changed. The exit code is 1 where something has to be seen to.'],
	async run(args, terminal) {
		parseArgs({ args, options: {} });
		return withLamplight(terminal, async (opened) => {
			let wrong = 0;
			for await (const { about, finding, well } of examine(opened)) {
				if (!well) wrong += 1;
				terminal.say(`${well ? '     ' : 'WRONG'}  ${about.padEnd(16)}${finding}`);
			}
			terminal.say('');
			terminal.say(wrong === 0 ? 'All is well.' : `To be seen to: ${wrong}, marked WRONG above.`);
			return wrong === 0 ? 0 : 1;
		});
	}
};
