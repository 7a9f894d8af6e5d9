import type { JobTasks } from '#lib/server/jobs/task.ts';
import { deleteReleased } from './leaving/deleteReleased.server.ts';
import { sweepFiles } from './leaving/sweepFiles.server.ts';
import { makeFilmOf, makeWaiting } from './making/makeFilm.server.ts';
import { makePicturesOf } from './making/makePictures.server.ts';
import { trySoon } from './making/trySoon.server.ts';

export const keepsakeJobs: JobTasks = {
	make_pictures: (payload, lamplight) =>
		makePicturesOf(lamplight, (payload as { keepsake: string }).keepsake),
	make_film: (payload, lamplight) =>
		makeFilmOf(lamplight, (payload as { keepsake: string }).keepsake),
	try_soon: (_payload, lamplight) => trySoon(lamplight),
	make_waiting: (_payload, lamplight) => makeWaiting(lamplight),
	delete_released: (_payload, lamplight) => deleteReleased(lamplight),
	sweep_files: (_payload, lamplight) => sweepFiles(lamplight)
};
