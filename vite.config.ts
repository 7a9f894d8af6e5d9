import { paraglideVitePlugin } from '@inlang/paraglide-js';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
	plugins: [
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			emitTsDeclarations: true,
			strategy: ['baseLocale']
		}),
		sveltekit({
			adapter: adapter({ precompress: true }),
			compilerOptions: { runes: true },
			// Scripts and styles come from here alone; hashes, so that a rendered page can be kept.
			csp: {
				mode: 'hash',
				directives: {
					'default-src': ['self'],
					'script-src': ['self'],
					'style-src': ['self', 'unsafe-inline'],
					'img-src': ['self', 'blob:', 'data:'],
					'media-src': ['self', 'blob:'],
					'connect-src': ['self'],
					'worker-src': ['self', 'blob:'],
					'object-src': ['none'],
					'base-uri': ['none'],
					'form-action': ['self'],
					'frame-ancestors': ['none']
				}
			},
			inlineStyleThreshold: 0,
			// A page may be answered at the address of another (see `keepWhatWasSent`).
			paths: { relative: false }
		})
	],
	test: {
		include: ['src', 'cli', 'bench', 'tests'].map((folder) => `${folder}/**/*.test.ts`),
		exclude: [...configDefaults.exclude, 'tests/e2e/**'],
		globalSetup: ['tests/database/cluster.ts'],
		// Only so that what hangs comes to an end: how quick something is, its own test says.
		testTimeout: 120_000,
		hookTimeout: 240_000,
		expect: { poll: { timeout: 30_000 } },
		maxWorkers: 2,
		teardownTimeout: 1000
	}
});
