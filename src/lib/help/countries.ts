import { m } from '#lib/paraglide/messages.js';

/** Countries whose lines come with the site, and the number to call when a life is in danger. */
const emergency = {
	GB: '999',
	IE: '112',
	US: '911',
	CA: '911',
	AU: '000',
	NZ: '111'
} as const;

const words: Record<keyof typeof emergency, () => string> = {
	GB: m.help_gb,
	IE: m.help_ie,
	US: m.help_us,
	CA: m.help_ca,
	AU: m.help_au,
	NZ: m.help_nz
};

export const countries = (Object.keys(emergency) as (keyof typeof emergency)[]).map((code) => ({
	code: code as string,
	name: words[code](),
	emergency: emergency[code] as string
}));

export function countryOf(code: string | null) {
	return countries.find((each) => each.code === code) ?? null;
}
