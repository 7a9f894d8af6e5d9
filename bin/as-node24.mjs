// Loaded before npm. npm leaves out programs for this machine, without a word, when they ask for a
// newer Node than the one npm runs on; but what it installs here runs on the Node 24 it brings.
import { readFileSync } from 'node:fs';

const lock = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');

if (Number(process.versions.node.split('.')[0]) < 24) {
	const value = `v${JSON.parse(lock).packages['node_modules/node'].version}`;
	Object.defineProperty(process, 'version', { value, enumerable: true, configurable: true });
}
