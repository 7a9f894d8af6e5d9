// `npm run bench`: all of it; `npm run bench -- pages start`: some of it.
<<<<<<< HEAD
const parts = ['start', 'pages', 'pictures', 'copies', 'meeting'] as const;
=======
const parts = ['start', 'pages', 'pictures', 'upload', 'photographs', 'copies'] as const;
>>>>>>> d46a386 (Bring parts to the disk while they arrive, and measure)
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
