import { sql } from 'kysely';
import type { JobTasks } from '#lib/server/jobs/task.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { readForFinding } from './readForFinding.server.ts';

/** Stories that are out and were not read yet, or by another model: after a restore above all. */
async function readUnread({ pools, meaning }: Lamplight): Promise<void> {
	await sql`
		select jobs.enqueue('read_story', json_build_object('story', s.story_id), 'read_story:' || s.story_id)
		from share s
		where s.ended_at is null and (
			not exists (select from story_words w where w.story_id = s.story_id and w.version_id = s.version_id)
			or exists (
				select from passage_meaning p where p.story_id = s.story_id and p.model <> ${meaning.signatures}
			)
		)
		limit 1000
	`.execute(pools.worker);
}

export const findingJobs: JobTasks = {
	read_story: (payload, lamplight) =>
		readForFinding(lamplight, (payload as { story: string }).story),
	read_unread: (_payload, lamplight) => readUnread(lamplight)
};
