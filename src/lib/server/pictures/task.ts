import type { Limits } from './limits.ts';
import type { Made } from './made.ts';

/** What the process that makes pictures is asked. */
export interface Task {
	originalPath: string;
	outDir: string;
	limits: Limits;
}

/** What it answers: pictures or why not; or that the machine failed, and how the system calls it. */
export type Answer = ({ made: Made } | { failed: { code: string; message: string } }) & {
	/** True where the process should not be used again. */
	spent: boolean;
};
