// `npm run bench`: all of it; `npm run bench -- pages start`: some of it.
const parts = [
	'start',
	'pages',
	'pictures',
	'upload',
	'photographs',
	'copies',
	'meeting',
	'meeting-scale'
] as const;
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(parts as readonly string[]).includes(name));
if (unknown.length > 0) {
	console.error(`There is no bench ${unknown.join(', ')}. There are: ${parts.join(', ')}.`);
	process.exit(1);
}
for (const part of parts) {
	if (asked.length > 0 && !asked.includes(part)) continue;
	const { run } = (await import(`./${part}.ts`)) as { run(): Promise<void> };
	await run();
}
process.exit();
