import type { How } from './item.ts';

/** How this form says they are to be kept, as it stands on the screen now. */
export function howIn(form: HTMLFormElement): How {
	const said = new FormData(form);
	return {
		covered: said.get('covered') === 'yes',
		scope: said.get('scope') === 'mine' ? 'mine' : 'box'
	};
}
