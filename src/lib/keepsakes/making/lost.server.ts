import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lamplight } from '#lib/server/lamplight.ts';
import type { CannotShow } from '#lib/server/pictures/made.ts';
import { isItsOwnDoing } from './itsOwnDoing.ts';

/** One white dot, as PNG: what any machine that is well makes a picture of. */
const dot = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
	'base64'
);

/**
 * What becomes of a keepsake whose process was lost. Throws the error again where that was the
 * machine's doing, or may have been: it is tried again. A keepsake is given up only when it lost its
 * process again and again on a machine that makes other pictures.
 */
export async function afterLoss(
	lamplight: Lamplight,
	keepsakeId: string,
	error: unknown
): Promise<CannotShow> {
	if (!isLoss(error) || !(await machineIsWell(lamplight))) throw error;
	const { worker } = lamplight.pools;
	await worker
		.insertInto('lostMaking')
		.values({ keepsakeId, at: lamplight.now(), crashed: error.crashed })
		.execute();
	const losses = await worker
		.selectFrom('lostMaking')
		.where('keepsakeId', '=', keepsakeId)
		.select(['at', 'crashed'])
		.execute();
	if (!isItsOwnDoing(losses)) throw error;
	await forgetLosses(lamplight, keepsakeId);
	return { kind: 'cannot_show', why: 'lost' };
}

/** It is made, or given up: what was counted counts no more. */
export async function forgetLosses({ pools }: Lamplight, keepsakeId: string): Promise<void> {
	await pools.worker.deleteFrom('lostMaking').where('keepsakeId', '=', keepsakeId).execute();
}

function isLoss(error: unknown): error is Error & { crashed: boolean } {
	return error instanceof Error && ['ProgramLost', 'PictureWorkerLost'].includes(error.name);
}

async function machineIsWell({ files, pictures }: Lamplight): Promise<boolean> {
	return files.withScratch(async (scratch) => {
		const path = join(scratch, 'dot');
		try {
			await writeFile(path, dot);
			const made = await files.withScratch((outDir) => pictures.makePictures(path, { outDir }));
			return made.kind === 'pictures';
		} catch {
			return false;
		}
	});
}
