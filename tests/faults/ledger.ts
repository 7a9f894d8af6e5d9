/** What was said to be kept, and what was asked for without an answer. Nothing else counts. */
export type Ledger = {
	/** SHA-256 of each file whose keeping was acknowledged. */
	files: Map<string, { name: string; bytes: number }>;
	/** Of each draft: the last text acknowledged, and those sent after it that nobody answered. */
	drafts: Map<string, { acknowledged: string; maybe: string[] }>;
	/** Words whose keeping was acknowledged. */
	words: Set<string>;
	/** By its id, each copy that was said to have arrived to be put back. */
	putBacks: Map<string, CopyTaken>;
	counts: Counts;
};

/** A copy of a memory box: the archive, and what is in it. */
export type CopyTaken = {
	zip: Buffer<ArrayBuffer>;
	/** The SHA-256 of each file. */
	files: string[];
	words: string[];
	drafts: string[];
};

export type Counts = {
	acts: number;
	uploads: number;
	uploadsByForm: number;
	edits: number;
	words: number;
	putBacks: number;
	/** Of these, those during which a plug was pulled in the middle. */
	putBacksStruck: number;
	/** Requests that broke off without an answer, and were tried again. */
	brokenOff: number;
	/** Answers that said "not kept" or "not now", and were true. */
	refused: number;
	resumed: number;
};

export function emptyLedger(): Ledger {
	const counts = { acts: 0, uploads: 0, uploadsByForm: 0, edits: 0, words: 0, putBacks: 0 };
	return {
		files: new Map(),
		drafts: new Map(),
		words: new Set(),
		putBacks: new Map(),
		counts: { ...counts, putBacksStruck: 0, brokenOff: 0, refused: 0, resumed: 0 }
	};
}
