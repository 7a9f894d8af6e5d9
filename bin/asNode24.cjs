// Loaded before npm. npm leaves out programs for this machine, without a word, when they ask for a
// newer Node than the one npm runs on; but what it installs here runs on the Node 24 it brings.
const { packages } = require('../package-lock.json');

if (Number(process.versions.node.split('.')[0]) < 24) {
	const value = `v${packages['node_modules/node'].version}`;
	Object.defineProperty(process, 'version', { value, enumerable: true, configurable: true });
}
