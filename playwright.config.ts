import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './tests/e2e/chromium.ts';

const executablePath = chromiumPath();
const measured = 'hidden.spec.ts';

export default defineConfig({
	testDir: 'tests/e2e',
	testMatch: '*.spec.ts',
	timeout: 120_000,
	expect: { timeout: 10_000 },
	// Each test starts a site of its own, with its own folder and port, so two never meet.
	workers: 2,
	fullyParallel: false,
	outputDir: 'test-results',
	use: {
		actionTimeout: 15_000,
		navigationTimeout: 15_000,
		trace: 'retain-on-failure',
		launchOptions: { args: chromiumArguments, ...(executablePath ? { executablePath } : {}) }
	},
	projects: [
		{ name: 'journeys', testIgnore: measured },
		// Compares how long answers take, so nothing else may run beside it.
		{ name: 'measured', testMatch: measured }
	]
});
