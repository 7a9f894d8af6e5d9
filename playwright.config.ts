import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './tests/e2e/chromium.ts';

const executablePath = chromiumPath();
const measured = 'hidden.spec.ts';

export default defineConfig({
	testDir: 'tests/e2e',
	testMatch: '*.spec.ts',
	timeout: 120_000,
	expect: { timeout: 20_000 },
	// Each test starts a site of its own, with its own folder and port, so two never meet.
	workers: 2,
	fullyParallel: false,
	outputDir: 'test-results',
	use: {
		actionTimeout: 30_000,
		navigationTimeout: 30_000,
		// Without pictures of each moment, which take long; the pages themselves are in it.
		trace: { mode: 'retain-on-failure', screenshots: false },
		screenshot: 'only-on-failure',
		launchOptions: { args: chromiumArguments, ...(executablePath ? { executablePath } : {}) }
	},
	projects: [
		{ name: 'journeys', testIgnore: measured },
		// Compares how long answers take, so nothing else may run beside it.
		{ name: 'measured', testMatch: measured }
	]
});
