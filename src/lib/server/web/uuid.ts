import { NotFound } from '../failures.ts';

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A row's id from an address; what cannot be one is not found, like an id that nothing has. */
export function uuidOrMissing<Id extends string = string>(text: string | undefined): Id {
	if (text === undefined || !shape.test(text)) throw new NotFound();
	return text as Id;
}
