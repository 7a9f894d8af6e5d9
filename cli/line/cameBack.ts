import pg from 'pg';

const closed = (takenAt: string) => [
	`Nothing is shared with anybody now: nobody knows what was brought back after ${takenAt}.`,
	'Ended: all sharing, guests, invitations, questions that waited, moderators who are no hosts, the ' +
		'welcome of those who have been through it, letters home, addresses of calendars. Letters on ' +
		'their way wait for a moderator.',
	'Blocks, take-downs and suspensions of then stand. Those made since are not in it, and removed ' +
		'passkeys are back: make them again before you open.',
	'What families removed since is back, and accounts closed since are open again. Each memory box ' +
		'says so to those who keep it, and what may be shared again. Tell the others.'
];
const open = (takenAt: string) => [
	`Everything is as it was at ${takenAt}, also who may see what: whatever somebody brought back, ` +
		'ended or removed after that is out again.'
];

/** What a host has to know after a restore, line by line. `takenAt`: when the backup was taken. */
export async function saidOfComingBack(
	ownerUrl: string,
	{ takenAt, asItWas }: { takenAt: string; asItWas: boolean }
): Promise<string[]> {
	const hosts = await hostNames(ownerUrl);
	return [
		'Everybody signs in again.',
		...(asItWas ? open(takenAt) : closed(takenAt)),
		...(hosts.length > 0 ? [`Hosts, as they were then: ${hosts.join(', ')}.`] : [])
	];
}

async function hostNames(ownerUrl: string): Promise<string[]> {
	const client = new pg.Client({ connectionString: ownerUrl });
	client.on('error', () => undefined);
	await client.connect();
	try {
		await client.query('set role lamplight_worker');
		const { rows } = await client.query<{ name: string }>(
			`select m.name from lamplight.host h join lamplight.member m on m.id = h.member_id
			order by h.granted_at`
		);
		return rows.map(({ name }) => name || 'somebody without a name');
	} finally {
		await client.end();
	}
}
