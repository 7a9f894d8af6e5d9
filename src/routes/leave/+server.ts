import { clearSiteData } from '#lib/server/web/clearSiteData.ts';
import { comeBack, leave } from '#lib/server/web/leaving.ts';
import { endVisit } from '#lib/server/web/visit.ts';

/** A page that says nothing: no name, no picture, no colour of ours. */
const neutral = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>New page</title>
<form method="post" action="/leave?back"><button>Continue</button></form>
</html>
`;

const headers = {
	'cache-control': 'no-store',
	'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'"
};

export const GET = () =>
	new Response(neutral, { headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } });

/** Leaving: covers what was shown, clears what the device kept, and shows nothing until asked back. */
export const POST = ({ url, cookies }) => {
	if (url.searchParams.has('back')) {
		comeBack(cookies);
		return new Response(null, { status: 303, headers: { ...headers, location: '/' } });
	}
	endVisit(cookies);
	leave(cookies, url.protocol === 'https:');
	return new Response(null, {
		status: 303,
		headers: { ...headers, ...clearSiteData, location: '/leave' }
	});
};
