import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/**
 * Imports point one way: routes → feature → rules, and feature → server.
 * @param {string} name
 * @param {string[]} files
 * @param {string} regex What these files may not import.
 * @param {string} message
 * @param {string[]} [ignores]
 * @returns {import('eslint').Linter.Config}
 */
const oneWay = (name, files, regex, message, ignores = []) => ({
	name,
	files,
	ignores,
	rules: {
		'@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ regex, message }] }]
	}
});

export default ts.config(
	{
		ignores: [
			'node_modules',
			'build',
			'.svelte-kit',
			'data*',
			'src/lib/paraglide',
			'src/lib/server/database/tables.ts'
		]
	},
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			'no-undef': 'off',
			'no-console': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser } }
	},
	{
		files: ['cli/**', 'bench/**', 'bin/**', 'tests/**'],
		rules: { 'no-console': 'off' }
	},
	oneWay(
		'rules are pure',
		['src/lib/rules/**'],
		'^(?!\\.\\.?/|temporal-polyfill$)',
		'A rule knows plain facts alone (and the calendar): no database, no framework, no clock.',
		['src/lib/rules/**/*.test.ts', 'src/lib/rules/testing/**']
	),
	oneWay(
		'the shell knows no feature',
		['src/lib/server/**'],
		'^#lib/(?!server/|rules/|paraglide/)|^\\$app/',
		'src/lib/server stands below the features.',
		[
			'src/lib/server/jobs/tasks.ts',
			'src/lib/server/jobs/schedule.ts',
			'src/lib/server/**/*.test.ts'
		]
	),
	oneWay(
		'small components know no feature',
		['src/lib/ui/**'],
		'^#lib/(?!ui/|paraglide/)',
		'src/lib/ui holds components that know no feature.'
	),
	oneWay(
		'features meet through their verbs',
		['src/lib/*/**'],
		'^#lib/(?!rules/|server/|ui/|paraglide/)(?!\\w+/\\w*(queries|actions)\\.server\\.ts$)(?!\\w+/(\\w+\\.svelte|words\\.ts)$)',
		'Features talk to one another only through their queries, actions, components and words.',
		['src/lib/rules/**', 'src/lib/server/**', 'src/lib/ui/**', 'src/lib/**/*.test.ts']
	)
);
