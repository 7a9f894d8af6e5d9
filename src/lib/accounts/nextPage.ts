/** Pages of ours that signing in may go on to; anything else is forgotten. */
const allowed =
	/^\/(?:you|you\/close|welcome|boxes|boxes\/begin|keep-safe|stories|watch|(?:invitation|welcomed|story|box)\/[\w-]+(?:\/[\w-]+)*)$/;

/** The page to go on to after signing in, if it is one of ours; else null. */
export function nextPage(value: string | null | undefined): string | null {
	return value && value.length <= 300 && allowed.test(value) ? value : null;
}

/** `path` with the page to go on to. */
export function withNext(path: string, next: string | null): string {
	return next ? `${path}?${new URLSearchParams({ next })}` : path;
}
