import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { lastInLine, ownSession } from './lastInLine.ts';

const groupsSessions = existsSync('/proc/self/autogroup');

/** As in sched(7): the policy under which what is idle runs. */
const SCHED_IDLE = 5;

function policyOf(pid: number | undefined): number {
	// Counted after the name, which may hold anything: state is the third field, policy the 41st.
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
	return Number(fields[41 - 3]);
}

function startSleeping(options: { detached?: boolean }): number | undefined {
	const child = spawn('sleep', ['60'], options);
	onTestFinished(() => void child.kill('SIGKILL'));
	return child.pid;
}

const niceOfGroup = (pid: number | undefined) =>
	Number(/nice (-?\d+)/.exec(readFileSync(`/proc/${pid}/autogroup`, 'utf8'))?.[1]);

test.runIf(existsSync('/usr/bin/chrt'))('gets what nobody else wants, in all it does', async () => {
	const pid = startSleeping(ownSession);
	lastInLine(pid);
	await vi.waitFor(() => expect(policyOf(pid)).toBe(SCHED_IDLE));
});

test.runIf(groupsSessions)('its session weighs least, and ours as before', async () => {
	const before = niceOfGroup(process.pid);
	const pid = startSleeping(ownSession);
	lastInLine(pid);
	await vi.waitFor(() => expect(niceOfGroup(pid)).toBe(19), { timeout: 5_000 });
	lastInLine(startSleeping({}));
	expect(niceOfGroup(process.pid)).toBe(before);
});

test('a process that has ended already is nobody’s trouble', async () => {
	const child = spawn('true', ownSession);
	await new Promise((resolve) => child.once('exit', resolve));
	expect(() => lastInLine(child.pid)).not.toThrow();
});
