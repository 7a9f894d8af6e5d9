import type { HelpLine } from '#lib/rules/helpLines.ts';

/**
 * The lines that come with Lamplight. Each was read in its source, on the day it says; where only a
 * stored copy could be read, `read` says so, and from when it was. Hours that were not read are not
 * known. A host corrects and checks them on their own page.
 */
const checkedOn = '2026-11-25';
const weekdays = [1, 2, 3, 4, 5];

export const shippedLines: readonly HelpLine[] = [
	{
		id: 'gb-sands',
		country: 'GB',
		name: 'Sands',
		crisis: false,
		for: 'Anyone affected by the death of a baby, however long ago.',
		channels: [{ by: 'telephone', number: '0808 164 3332' }],
		hours: null,
		zone: 'Europe/London',
		source: 'https://www.sands.org.uk/node/4968',
		read: 'The charity’s page, and its magazine of 2018, as stored copies: the number, not the hours.',
		checkedOn
	},
	{
		id: 'gb-miscarriage-association',
		country: 'GB',
		name: 'Miscarriage Association',
		crisis: false,
		for: 'Anyone affected by miscarriage, ectopic pregnancy or molar pregnancy.',
		channels: [{ by: 'telephone', number: '01924 200799' }],
		hours: [{ days: weekdays, from: '09:00', to: '16:00' }],
		zone: 'Europe/London',
		source: 'https://www.miscarriageassociation.org.uk/media-queries/',
		read: 'The association’s own page, as a copy stored in 2019: number and hours.',
		checkedOn
	},
	{
		id: 'gb-arc',
		country: 'GB',
		name: 'ARC (Antenatal Results and Choices)',
		crisis: false,
		for: 'Parents who ended, or think of ending, a wanted pregnancy after a diagnosis.',
		channels: [{ by: 'telephone', number: '020 7713 7486' }],
		hours: null,
		zone: 'Europe/London',
		source: 'https://www.arc-uk.org/for-parents/ending-a-pregnancy',
		read: 'The charity’s own page, as a stored copy without a date: the number, not the hours.',
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
		source: 'https://growinghealthykids.com.au/pregnancy-and-birth/pregnancy-loss-1',
		read: 'A public health service’s page in New South Wales, as a stored copy: the number, at any hour.',
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
		source: 'https://newborn.org.au/news/baby-loss/',
		read: 'The service’s own page, and a list for bereaved parents, as stored copies: the number. They differ on the hours.',
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
	}
];

/** An official directory of lines in other countries, or where those at hand were not checked. */
export const finder = { address: 'https://findahelpline.com', name: 'findahelpline.com' };
