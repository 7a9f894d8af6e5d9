import { fail, type ActionFailure } from '@sveltejs/kit';
import type { z } from 'zod';
import { NotFound, NotRight } from '../failures.ts';

/** What goes back to a form that was not right: a sentence for each field, and what was typed. */
export type Wrong = { wrong: Record<string, string>; typed: Record<string, string> };

/**
 * A form's text fields, without the one sign that no database holds. Files are left out: they are
 * streamed elsewhere.
 */
export function typedIn(data: FormData): Record<string, string> {
	const typed: Record<string, string> = {};
	for (const [name, value] of data) {
		if (typeof value === 'string') typed[name] = value.replaceAll('\0', '');
	}
	return typed;
}

/** Parses what was typed; throws `NotRight` with the schema's own sentences, one a field. */
export function parseTyped<S extends z.ZodType>(
	schema: S,
	typed: Record<string, string>
): z.output<S> {
	const result = schema.safeParse(typed);
	if (result.success) return result.data;
	const fields: Record<string, string> = {};
	for (const issue of result.error.issues) fields[String(issue.path[0] ?? '')] ??= issue.message;
	throw new NotRight(fields);
}

/** Runs a form's use case. What is not right becomes 422, with everything typed still there. */
export async function answerForm<T>(
	request: Request,
	work: (typed: Record<string, string>) => Promise<T>
): Promise<T | ActionFailure<Wrong>> {
	const typed = typedIn(await request.formData());
	try {
		return await work(typed);
	} catch (error) {
		if (error instanceof NotRight) return fail(422, { wrong: error.fields, typed });
		throw error;
	}
}

/**
 * As `answerForm`, for what took somebody long to write: where it is not found, or not allowed any more,
 * everything typed goes back to the page with 404, and the page says so.
 */
export async function answerOrGiveBack<T>(
	request: Request,
	work: (typed: Record<string, string>) => Promise<T>
): Promise<T | ActionFailure<Wrong>> {
	return answerForm(request, async (typed) => {
		try {
			return await work(typed);
		} catch (error) {
			if (error instanceof NotFound) return fail(404, { wrong: {}, typed });
			throw error;
		}
	});
}
