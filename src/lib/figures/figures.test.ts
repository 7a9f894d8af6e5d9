import { expect, test } from 'vitest';
import { early, figures, places } from './figures.ts';
import { sayFigure, sayPlace } from './words.ts';

test('every figure says where and when it was read, and what it counts', () => {
	for (const figure of figures) {
		expect(figure.source.length).toBeGreaterThan(10);
		expect(new URL(figure.url).protocol).toBe('https:');
		expect(figure.checkedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
		expect(figure.perThousand ?? figure.babies).not.toBeNull();
		expect(figure.counted === null).toBe(figure.what === 'neonatal');
		expect(figure.year).toBeLessThanOrEqual(Number(figure.checkedOn.slice(0, 4)));
	}
	expect(new URL(early.url).protocol).toBe('https:');
});

test('each is one sentence with its year, and each place is named once', () => {
	for (const figure of figures) expect(sayFigure(figure)).toContain(String(figure.year));
	const keys = figures.map(({ place, what }) => `${place} ${what}`);
	expect(new Set(keys).size).toBe(keys.length);
	expect(places.map(sayPlace)).not.toContain('');
	expect(sayFigure(figures[0] as (typeof figures)[0])).toContain('7.2 of every 1,000');
});
