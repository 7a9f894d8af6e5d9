import type { IncomingMessage } from 'node:http';

/** The door and the built pages are two bundles; they meet under this name, on the request itself. */
const slot = Symbol.for('lamplight.told');
type Holder = { [slot]?: string };

/** Hands on what Postgres answered to this request's question, so that its page need not ask again. */
export function tell(request: IncomingMessage, answer: string): void {
	(request as Holder)[slot] = answer;
}

/** What was handed on with this request; null where nothing was asked for it. */
export function toldTo(request: IncomingMessage | undefined): string | null {
	return (request as Holder | undefined)?.[slot] ?? null;
}
