// `npm test`: everything that CI checks, one after the other, and one closing line.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../bin/build.mjs';

/** What a runner counted, and by name what failed, with why. */
type Tally = { passed: number; failed: string[]; skipped: number };
const scratch = mkdtempSync(join(tmpdir(), 'lamplight-check-'));
const total: Tally = { passed: 0, failed: [], skipped: 0 };

function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): boolean {
	const started = performance.now();
	console.log(`\n— ${[command, ...args].join(' ')}`);
	const ran = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
	console.log(`  ${((performance.now() - started) / 1000).toFixed(1)} s`);
	return ran.status === 0;
}

/** One check that is whole or not: counted as one. */
function check(command: string, ...args: string[]): void {
	tell([command, ...args].join(' '), run(command, args));
}

function tell(name: string, ok: boolean): void {
	if (ok) total.passed += 1;
	else total.failed.push(name);
}

/** Several such checks, two at a time; what each says is shown when it has ended. */
async function checkTogether(commands: [string, ...string[]][]): Promise<void> {
	const waiting = commands.values();
	const inTurn = async () => {
		for (const [command, ...args] of waiting) {
			const started = performance.now();
			const ran = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
			let said = '';
			for (const stream of [ran.stdout, ran.stderr]) {
				stream.setEncoding('utf8').on('data', (text: string) => (said += text));
			}
			const ok = await new Promise<boolean>((resolve) => {
				ran.once('error', () => resolve(false)).once('close', (code) => resolve(code === 0));
			});
			console.log(`\n— ${[command, ...args].join(' ')}\n${said.trimEnd()}`);
			console.log(`  ${((performance.now() - started) / 1000).toFixed(1)} s`);
			tell(command, ok);
		}
	};
	await Promise.all([inTurn(), inTurn()]);
}

/** A test runner: what it counted; where it left no count, or ended badly without a failure, one failure. */
function count(name: string, ok: boolean, read: () => Tally): void {
	try {
		const tally = read();
		total.passed += tally.passed;
		total.skipped += tally.skipped;
		total.failed.push(...tally.failed);
		if (!ok && tally.failed.length === 0) total.failed.push(`${name} ended badly`);
	} catch {
		total.failed.push(`${name} left no report`);
	}
}

function readJson<Report>(file: string): Report {
	return JSON.parse(readFileSync(file, 'utf8')) as Report;
}

type VitestReport = {
	numPassedTests: number;
	numPendingTests: number;
	testResults: {
		name: string;
		status: string;
		message: string;
		assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
	}[];
};

function tallyOfUnits(file: string): Tally {
	const { numPassedTests, numPendingTests, testResults } = readJson<VitestReport>(file);
	const failed = testResults.flatMap(({ name, status, message, assertionResults }) => {
		const tests = assertionResults
			.filter((test) => test.status === 'failed')
			.map((test) => `${name} › ${test.fullName}\n${test.failureMessages.join('\n')}`);
		// A file that could not be read, or whose setting up failed, has no test that did.
		return status === 'failed' && tests.length === 0 ? [`${name}\n${message}`] : tests;
	});
	return { passed: numPassedTests, failed, skipped: numPendingTests };
}

type JourneySuite = {
	suites?: JourneySuite[];
	specs: {
		title: string;
		file: string;
		ok: boolean;
		tests: { results: { error?: { message?: string } }[] }[];
	}[];
};
type PlaywrightReport = { stats: Record<string, number>; suites: JourneySuite[] };

function tallyOfJourneys(file: string): Tally {
	const { stats, suites } = readJson<PlaywrightReport>(file);
	const failedIn = (suite: JourneySuite): string[] => [
		...suite.specs
			.filter(({ ok }) => !ok)
			.map(({ title, file, tests }) => {
				const why = tests.flatMap(({ results }) =>
					results.map(({ error }) => error?.message ?? '')
				);
				return `${file} › ${title}\n${why.join('\n')}`;
			}),
		...(suite.suites ?? []).flatMap(failedIn)
	];
	return {
		passed: (stats.expected ?? 0) + (stats.flaky ?? 0),
		failed: suites.flatMap(failedIn),
		skipped: stats.skipped ?? 0
	};
}

check(
	'paraglide-js',
	'compile',
	'--project',
	'./project.inlang',
	'--outdir',
	'./src/lib/paraglide'
);
check('svelte-kit', 'sync');
// The longest first, so that the others have ended by the time it has.
await checkTogether([
	['svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
	['eslint', '.', '--max-warnings', '0'],
	['prettier', '--check', '--log-level', 'warn', '.'],
	['knip']
]);
check('node', 'tests/chromium.ts');

const units = join(scratch, 'vitest.json');
count(
	'vitest',
	run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${units}`]),
	() => tallyOfUnits(units)
);

ensureBuilt(process.execPath);
for (const project of ['journeys', 'measured']) {
	const told = join(scratch, `${project}.json`);
	const journeys = ['test', '--project', project, '--reporter=list,json'];
	count(
		`playwright ${project}`,
		run('playwright', journeys, { PLAYWRIGHT_JSON_OUTPUT_FILE: told }),
		() => tallyOfJourneys(told)
	);
}

// A short form of `npm run faults`, with another seed each time; it prints the one it took.
check('node', 'tests/faults/run.ts', '--acts', '80');

rmSync(scratch, { recursive: true, force: true });
// Said once more at the end, so that nobody looks for it between thousands of lines.
const mostOfOne = 1500;
for (const failure of total.failed) console.log(`\nFAILED ${failure.slice(0, mostOfOne)}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed.length} failed${skipped}`);
process.exitCode = total.failed.length > 0 ? 1 : 0;
