/** What was chosen in a form already, before its scripts had arrived. */
export function filesIn(form: HTMLFormElement | undefined): File[] {
	const fields = form?.querySelectorAll<HTMLInputElement>('input[type=file]') ?? [];
	return [...fields].flatMap(({ files }) => [...(files ?? [])]);
}
