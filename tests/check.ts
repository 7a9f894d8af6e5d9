// `npm test`: everything that CI checks, one after the other, and one closing line.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../bin/build.mjs';

type Tally = { passed: number; failed: number; skipped: number };
const scratch = mkdtempSync(join(tmpdir(), 'lamplight-check-'));
const total: Tally = { passed: 0, failed: 0, skipped: 0 };

function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): boolean {
	const started = performance.now();
	console.log(`\n— ${[command, ...args].join(' ')}`);
	const ran = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
	console.log(`  ${((performance.now() - started) / 1000).toFixed(1)} s`);
	return ran.status === 0;
}

/** One check that is whole or not: counted as one. */
function check(command: string, ...args: string[]): void {
	if (run(command, args)) total.passed += 1;
	else total.failed += 1;
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
			if (ok) total.passed += 1;
			else total.failed += 1;
		}
	};
	await Promise.all([inTurn(), inTurn()]);
}

/** A test runner: what it counted; where it left no count, one failure. */
function count(ok: boolean, read: () => Tally): void {
	try {
		const tally = read();
		total.passed += tally.passed;
		total.failed += tally.failed || (ok ? 0 : 1);
		total.skipped += tally.skipped;
	} catch {
		total.failed += 1;
	}
}

function readJson<Report>(file: string): Report {
	return JSON.parse(readFileSync(file, 'utf8')) as Report;
}

type VitestReport = { numPassedTests: number; numFailedTests: number; numPendingTests: number };
type PlaywrightReport = { stats: Record<string, number> };

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
	run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${units}`]),
	() => {
		const found = readJson<VitestReport>(units);
		return {
			passed: found.numPassedTests,
			failed: found.numFailedTests,
			skipped: found.numPendingTests
		};
	}
);

ensureBuilt(process.execPath);
for (const project of ['journeys', 'measured']) {
	const told = join(scratch, `${project}.json`);
	count(
		run('playwright', ['test', '--project', project, '--reporter=list,json'], {
			PLAYWRIGHT_JSON_OUTPUT_FILE: told
		}),
		() => {
			const { stats } = readJson<PlaywrightReport>(told);
			return {
				passed: (stats.expected ?? 0) + (stats.flaky ?? 0),
				failed: stats.unexpected ?? 0,
				skipped: stats.skipped ?? 0
			};
		}
	);
}

// A short form of `npm run faults`, with another seed each time; it prints the one it took.
check('node', 'tests/faults/run.ts', '--acts', '80');

rmSync(scratch, { recursive: true, force: true });
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;
