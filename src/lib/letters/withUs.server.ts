import { sql } from 'kysely';
import type { Tx } from '#lib/server/database/viewer.ts';
import { sayFace } from './face.ts';

export type WithUs = { story: string; title: string; faces: string[] };

/** Who is with those who keep this box, story by story, each as they allowed. */
export async function withUs(tx: Tx, box: string, now: Date): Promise<WithUs[]> {
	const { rows } = await sql<{
		storyId: string;
		title: string;
		weeks: number | null;
		year: number | null;
	}>`select story_id as "storyId", title, weeks, year from with_us(${box})`.execute(tx);
	const stories = Map.groupBy(rows, ({ storyId }) => storyId);
	return [...stories].map(([story, said]) => ({
		story,
		title: said[0]?.title ?? '',
		faces: said.map((face) => sayFace(face, now))
	}));
}
