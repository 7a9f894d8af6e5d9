import type { HelpLine } from '#lib/rules/helpLines.ts';

/**
 * The lines that come with Lamplight. Each was read in its source, on the day it says; where only a
 * stored copy could be read, or others' lists that name the source, `read` says so, and from when they
 * were. Hours that were not read are not known; where sources differ, those that all of them name. A
 * host corrects and checks them on their own page.
 */
const checkedOn = '2026-11-25';
const weekdays = [1, 2, 3, 4, 5];

const exhale = {
	name: 'Exhale Pro-Voice',
	crisis: false,
	for: 'Anyone after ending a pregnancy, and those close to them. By text message alone.',
	channels: [{ by: 'text', number: '617-749-2948' }],
	hours: [
		{ days: weekdays, from: '15:00', to: '21:00' },
		{ days: [6], from: '13:00', to: '21:00' },
		{ days: [7], from: '15:00', to: '19:00' }
	],
	zone: 'America/Los_Angeles',
	source: 'https://exhaleprovoice.org/after-abortion-textline/',
	read: 'The organisation’s own page, as a stored copy: hours, for the United States and Canada. The number stands in its own announcement.',
	checkedOn
} as const satisfies Partial<HelpLine>;

const allOptions = {
	name: 'All-Options Talkline',
	crisis: false,
	for: 'Anyone who ended, or thinks of ending, a pregnancy, or lost one. They choose nothing for you.',
	channels: [{ by: 'telephone', number: '1-888-493-0092' }],
	hours: null,
	zone: 'America/New_York',
	source: 'https://www.all-options.org/find-support/talkline/',
	read: 'Not this page, but seven public lists that name it, one of them a guide for Canadian care teams: all have this number. One alone has hours.',
	checkedOn
} as const satisfies Partial<HelpLine>;

export const shippedLines: readonly HelpLine[] = [
	{
		id: 'gb-sands',
		country: 'GB',
		name: 'Sands',
		crisis: false,
		for: 'Anyone affected by the loss of a pregnancy or the death of a baby, however long ago.',
		channels: [{ by: 'telephone', number: '0808 164 3332' }],
		hours: [
			{ days: weekdays, from: '10:00', to: '15:00' },
			{ days: [2, 3, 4], from: '18:00', to: '21:00' }
		],
		zone: 'Europe/London',
		source: 'https://training.sands.org.uk/resources-further-information/',
		read: 'The charity’s own page, as a stored copy: the number. The hours stand in a public list of 2026 that was checked against the charity’s page.',
		checkedOn
	},
	{
		id: 'gb-miscarriage-association',
		country: 'GB',
		name: 'Miscarriage UK (Miscarriage Association)',
		crisis: false,
		for: 'Anyone affected by miscarriage, ectopic pregnancy or molar pregnancy.',
		channels: [{ by: 'telephone', number: '0303 003 6464' }],
		hours: [
			{ days: [1, 2, 4], from: '09:00', to: '16:00' },
			{ days: [3, 5], from: '09:00', to: '20:00' }
		],
		zone: 'Europe/London',
		source: 'https://www.miscarriageuk.org/how-we-help/helpline/',
		read: 'Not this page, but four public lists of 2026 that name it and agree on number and hours. A newspaper of August 2025 still had the older number, 01924 200799.',
		checkedOn
	},
	{
		id: 'gb-tommys',
		country: 'GB',
		name: 'Tommy’s midwives',
		crisis: false,
		for: 'Anyone who lost a baby, early or late, or is pregnant again afterwards. Midwives answer.',
		channels: [{ by: 'telephone', number: '0800 0147 800' }],
		hours: [{ days: weekdays, from: '09:00', to: '17:00' }],
		zone: 'Europe/London',
		source: 'https://www.tommys.org/baby-loss-support/stillbirth-information-and-support',
		read: 'The charity’s own page, as a stored copy: number and hours. Public lists of 2026 agree.',
		checkedOn
	},
	{
		id: 'gb-arc',
		country: 'GB',
		name: 'ARC (Antenatal Results and Choices)',
		crisis: false,
		for: 'Parents who ended, or think of ending, a wanted pregnancy after a diagnosis.',
		channels: [{ by: 'telephone', number: '020 7713 7486' }],
		hours: [{ days: weekdays, from: '10:00', to: '17:30' }],
		zone: 'Europe/London',
		source: 'https://www.arc-uk.org/for-parents/ending-a-pregnancy',
		read: 'The charity’s own page, as a stored copy without a date: the number. The hours stand in a public list of 2026.',
		checkedOn
	},
	{
		id: 'gb-samaritans',
		country: 'GB',
		name: 'Samaritans',
		crisis: true,
		for: 'Anyone who is struggling, whatever it is.',
		channels: [{ by: 'telephone', number: '116 123' }],
		hours: 'always',
		zone: 'Europe/London',
		source: 'https://www.samaritans.org/how-we-can-help/contact-samaritan/',
		read: 'Their own page, and their news of 2025, as stored copies: the number, free, day and night.',
		checkedOn
	},
	{
		id: 'ie-samaritans',
		country: 'IE',
		name: 'Samaritans',
		crisis: true,
		for: 'Anyone who is struggling, whatever it is.',
		channels: [{ by: 'telephone', number: '116 123' }],
		hours: 'always',
		zone: 'Europe/Dublin',
		source: 'https://www.samaritans.org/how-we-can-help/contact-samaritan/',
		read: 'Their own page, and reports of 2019 about Ireland, as stored copies: the number, free, at any hour.',
		checkedOn
	},
	{
		id: 'ie-bereavement-support-line',
		country: 'IE',
		name: 'Bereavement Support Line, Irish Hospice Foundation',
		crisis: false,
		for: 'Anyone who is grieving, whether it was lately or long ago.',
		channels: [{ by: 'telephone', number: '1800 80 70 77' }],
		hours: [{ days: weekdays, from: '10:00', to: '13:00' }],
		zone: 'Europe/Dublin',
		source:
			'https://hospicefoundation.ie/bereavement-news/the-bereavement-support-line-service-is-here-for-you-this-christmas/',
		read: 'The foundation’s own page, as a copy stored in 2023: number and hours.',
		checkedOn
	},
	{
		id: 'ie-my-options',
		country: 'IE',
		name: 'My Options (HSE)',
		crisis: false,
		for: 'Anyone who ended, or thinks of ending, a pregnancy, and those close to them.',
		channels: [{ by: 'telephone', number: '1800 828 010' }],
		hours: [
			{ days: weekdays, from: '09:00', to: '20:00' },
			{ days: [6], from: '10:00', to: '14:00' }
		],
		zone: 'Europe/Dublin',
		source:
			'https://www.citizensinformation.ie/en/health/health_services/women_s_health/unplanned_pregnancy.html',
		read: 'The state’s information for citizens, as a stored copy: the number, and for whom. The hours stand on healthconnect.ie; an older page has an hour more in the evening.',
		checkedOn
	},
	{
		id: 'us-988',
		country: 'US',
		name: '988 Suicide & Crisis Lifeline',
		crisis: true,
		for: 'Anyone in distress, or worried about somebody.',
		channels: [
			{ by: 'telephone', number: '988' },
			{ by: 'text', number: '988' },
			{ by: 'chat', address: 'https://988lifeline.org' }
		],
		hours: 'always',
		zone: 'America/New_York',
		source:
			'https://health.wyo.gov/publichealth/prevention/wivpp/suicide-prevention/988-suicide-crisis-lifeline',
		read: 'A state health department’s page about it, as a stored copy: call, text and chat, at any hour.',
		checkedOn
	},
	{
		id: 'us-maternal-mental-health',
		country: 'US',
		name: 'National Maternal Mental Health Hotline',
		crisis: false,
		for: 'Anyone who is or was lately pregnant, and those close to them. Not a crisis line.',
		channels: [
			{ by: 'telephone', number: '1-833-852-6262' },
			{ by: 'text', number: '1-833-852-6262' }
		],
		hours: 'always',
		zone: 'America/New_York',
		source: 'https://mchb.hrsa.gov/national-maternal-mental-health-hotline/faq',
		read: 'The agency’s questions and answers, and its announcement of 2023, as stored copies.',
		checkedOn
	},
	{
		id: 'us-share',
		country: 'US',
		name: 'Share Pregnancy & Infant Loss Support',
		crisis: false,
		for: 'Families whose baby died in early pregnancy, at birth or in the first months.',
		channels: [{ by: 'telephone', number: '800-821-6819' }],
		hours: null,
		zone: 'America/Chicago',
		source: 'https://nationalshare.org/chat-guidelines/',
		read: 'The organisation’s own page, as a stored copy: the number, not the hours.',
		checkedOn
	},
	{ ...exhale, id: 'us-exhale', country: 'US' },
	{ ...allOptions, id: 'us-all-options', country: 'US' },
	{
		id: 'us-postpartum-support',
		country: 'US',
		name: 'Postpartum Support International',
		crisis: false,
		for: 'Parents who are struggling after a pregnancy, or after a loss. Not a crisis line.',
		channels: [
			{ by: 'telephone', number: '1-800-944-4773' },
			{ by: 'text', number: '800-944-4773' }
		],
		hours: null,
		zone: 'America/New_York',
		source:
			'https://www.kcrw.com/culture/shows/bodies/postpartum-psychosis-ppd-childbirth-mental-health',
		read: 'A broadcaster’s list of 2023, as a stored copy: numbers to call and to text. Sources differ on the hours.',
		checkedOn
	},
	{
		id: 'ca-988',
		country: 'CA',
		name: '9-8-8: Suicide Crisis Helpline',
		crisis: true,
		for: 'Anyone in distress, or worried about somebody. In English and French.',
		channels: [
			{ by: 'telephone', number: '988' },
			{ by: 'text', number: '988' }
		],
		hours: 'always',
		zone: 'America/Toronto',
		source: 'https://mentalhealthcommission.ca/catalyst/988-launches-in-canada/',
		read: 'The Mental Health Commission’s announcement, as a copy stored in 2023: call and text, at any hour.',
		checkedOn
	},
	{
		id: 'ca-pail',
		country: 'CA',
		name: 'PAIL Network (Ontario)',
		crisis: false,
		for: 'Families in Ontario after miscarriage, the ending of a pregnancy, stillbirth or the death of a baby.',
		channels: [{ by: 'telephone', number: '1-888-303-7245' }],
		hours: null,
		zone: 'America/Toronto',
		source: 'https://pailnetwork.sunnybrook.ca/indigenous-supports/',
		read: 'The network’s own pages, as stored copies: the number, not the hours.',
		checkedOn
	},
	{ ...exhale, id: 'ca-exhale', country: 'CA' },
	{ ...allOptions, id: 'ca-all-options', country: 'CA' },
	{
		id: 'au-lifeline',
		country: 'AU',
		name: 'Lifeline',
		crisis: true,
		for: 'Anyone who is struggling, whatever it is.',
		channels: [
			{ by: 'telephone', number: '13 11 14' },
			{ by: 'text', number: '0477 13 11 14' }
		],
		hours: 'always',
		zone: 'Australia/Sydney',
		source: 'https://lifeinmind.org.au/news/lifelines-crisis-text-service-now-available-24-7',
		read: 'The announcement of 2022, as a stored copy: call and text, at any hour.',
		checkedOn
	},
	{
		id: 'au-red-nose',
		country: 'AU',
		name: 'Red Nose Grief and Loss',
		crisis: false,
		for: 'Anyone affected by miscarriage, stillbirth or the death of a baby or child.',
		channels: [{ by: 'telephone', number: '1300 308 307' }],
		hours: 'always',
		zone: 'Australia/Sydney',
		source: 'https://stillbirthcre.org.au/parents/care-after-loss/support-groups',
		read: 'The Stillbirth Centre of Research Excellence, the government’s guide on miscarriage and a health service in New South Wales, as stored copies: the number, at any hour.',
		checkedOn
	},
	{
		id: 'au-bears-of-hope',
		country: 'AU',
		name: 'Bears of Hope',
		crisis: false,
		for: 'Families after miscarriage, stillbirth or the death of a baby.',
		channels: [{ by: 'telephone', number: '1300 11 4673' }],
		hours: null,
		zone: 'Australia/Sydney',
		source: 'https://stillbirthcre.org.au/parents/care-after-loss/support-groups',
		read: 'The Stillbirth Centre of Research Excellence, as a stored copy: the number, written 1300 11 HOPE.',
		checkedOn
	},
	{
		id: 'au-1800-my-options',
		country: 'AU',
		name: '1800 My Options (Victoria)',
		crisis: false,
		for: 'Anyone in Victoria who ended, or thinks of ending, a pregnancy.',
		channels: [{ by: 'telephone', number: '1800 696 784' }],
		hours: [{ days: weekdays, from: '09:00', to: '17:00' }],
		zone: 'Australia/Melbourne',
		source: 'https://1800myoptions.org.au/about-us/media-news',
		read: 'The service’s own page, as a copy stored in 2024: number and hours. Closed on public holidays.',
		checkedOn
	},
	{
		id: 'au-pregnancy-birth-baby',
		country: 'AU',
		name: 'Pregnancy, Birth and Baby',
		crisis: false,
		for: 'Parents, also after the loss of a pregnancy.',
		channels: [{ by: 'telephone', number: '1800 882 436' }],
		hours: null,
		zone: 'Australia/Sydney',
		source:
			'https://www.pregnancybirthbaby.org.au/guide-on-what-to-do-if-you-are-having-a-miscarriage',
		read: 'The service’s own pages, as stored copies: the number, and that it is there after a loss. Others differ on the hours.',
		checkedOn
	},
	{
		id: 'nz-1737',
		country: 'NZ',
		name: '1737 Need to talk?',
		crisis: true,
		for: 'Anyone who is struggling, whatever it is.',
		channels: [
			{ by: 'telephone', number: '1737' },
			{ by: 'text', number: '1737' }
		],
		hours: 'always',
		zone: 'Pacific/Auckland',
		source: 'https://www.pegasus.health.nz/?p=6300',
		read: 'Questions answered by the service’s psychiatrist, as a copy stored in 2021: call and text, at any hour.',
		checkedOn
	},
	{
		id: 'nz-decide',
		country: 'NZ',
		name: 'DECIDE',
		crisis: false,
		for: 'Anyone who ended, or thinks of ending, a pregnancy.',
		channels: [{ by: 'telephone', number: '0800 332 433' }],
		hours: null,
		zone: 'Pacific/Auckland',
		source:
			'https://www.tewhatuora.govt.nz/health-services-and-programmes/abortion-services/decide-national-abortion-telehealth-service/',
		read: 'The health service’s own page, as a stored copy: the number, and that there is counselling; not the hours.',
		checkedOn
	}
];

/** An official directory of lines in other countries, or where those at hand were not checked. */
export const finder = { address: 'https://findahelpline.com', name: 'findahelpline.com' };
