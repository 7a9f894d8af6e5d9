import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './tests/e2e/chromium.ts';

const executablePath = chromiumPath();

export default defineConfig({
	testDir: 'tests/e2e',
	testMatch: '*.spec.ts',
	timeout: 120_000,
	expect: { timeout: 10_000 },
	workers: 1,
	fullyParallel: false,
	outputDir: 'test-results',
	use: {
		actionTimeout: 15_000,
		navigationTimeout: 15_000,
		trace: 'retain-on-failure',
		launchOptions: { args: chromiumArguments, ...(executablePath ? { executablePath } : {}) }
	},
	projects: [{ name: 'journeys' }]
});
