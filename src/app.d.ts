import type { IncomingMessage } from 'node:http';
import type { Lamplight } from '#lib/server/lamplight.ts';

declare global {
	namespace App {
		interface Locals {
			lamplight: Lamplight;
			/** The session's token, its signature already checked; null: nobody says they are signed in. */
			session: string | null;
			/** This visit's name in the database (a hash of its cookie); made when first needed. */
			visit: string | null;
			/** What this device leaves out; only for readers who are not signed in. */
			leavesOut?: string[];
			/** What Postgres answered to this page's question, where it was asked before the page. */
			told: string | null;
		}
		/** As the adapter hands it on; nothing while developing. */
		interface Platform {
			req: IncomingMessage;
		}
		interface Error {
			message: string;
			/** By which a host finds this fault in the log. */
			reference?: string;
		}
		interface PageData {
			/** Whoever is signed in, for the header. */
			viewer?: import('#lib/server/database/viewer.ts').SignedIn | null;
			/** Neutral unless a page sets it: a tab never tells what is read. */
			tab?: string;
		}
	}
}
