// The few things that every page does in the browser. Nothing here is needed to read.

// Leave this page: a neutral one takes its place at once. Nothing here is waited for: a browser that
// is clearing what it keeps may leave a question about it unanswered.
document.addEventListener('submit', (event) => {
	const form = event.target;
	if (!(form instanceof HTMLFormElement) || !('leave' in form.dataset)) return;
	event.preventDefault();
	document.documentElement.hidden = true;
	const told = navigator.sendBeacon('/leave');
	clearDevice();
	if (told) location.replace('/leave');
	else form.submit();
});

// Signing out clears the device as well.
document.addEventListener('submit', (event) => {
	if (event.target instanceof HTMLFormElement && 'signout' in event.target.dataset) clearDevice();
});

/** All that our pages keep on this device; what the site answers clears the same once more. */
function clearDevice() {
	try {
		sessionStorage.clear();
		localStorage.clear();
		for (const name of ['lamplight-drafts', 'lamplight-put-in', 'lamplight-recording']) {
			indexedDB.deleteDatabase(name);
		}
	} catch {
		// A browser that keeps nothing for us has nothing to clear.
	}
}

// A page that was left stays left: the back button finds the neutral page, never the words.
addEventListener('pageshow', (event) => {
	if (event.persisted) location.reload();
});

// Which clock this device goes by, for forms that ask; and offered where somebody chooses one.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
for (const field of document.querySelectorAll('input[data-zone]')) field.value = zone;
const choice = document.querySelector('select[data-zone-choice]');
const offer = document.querySelector('[data-zone-offer]');
if (choice && offer && zone && choice.value !== zone) {
	const button = offer.querySelector('button');
	button.textContent = button.textContent.replace('…', zone.replaceAll('_', ' '));
	offer.hidden = false;
	button.addEventListener('click', () => {
		if (![...choice.options].some((each) => each.value === zone)) choice.add(new Option(zone));
		choice.value = zone;
		offer.hidden = true;
		choice.focus();
	});
}

// The dim switch, remembered on this device alone.
const root = document.documentElement;
if (localStorage.getItem('dim') === '1') root.classList.add('dim');
for (const button of document.querySelectorAll('[data-dim]')) {
	button.hidden = false;
	button.setAttribute('aria-pressed', String(root.classList.contains('dim')));
	button.addEventListener('click', () => {
		const on = root.classList.toggle('dim');
		button.setAttribute('aria-pressed', String(on));
		if (on) localStorage.setItem('dim', '1');
		else localStorage.removeItem('dim');
	});
}

// Pictures that are being made ready come by themselves: while somebody looks, and for a while.
async function lookAgain(times) {
	if (times === 0 || !document.querySelector('figure [data-making]')) return;
	await new Promise((resolve) => setTimeout(resolve, 4000));
	if (document.visibilityState === 'visible' && !root.hidden) {
		const answer = await fetch(location.href, { cache: 'no-store' }).catch(() => null);
		if (answer && (!answer.ok || answer.redirected)) return;
		const made = new DOMParser().parseFromString((await answer?.text()) ?? '', 'text/html');
		for (const making of document.querySelectorAll('figure:has([data-making])')) {
			const ready = making.contains(document.activeElement) ? null : made.getElementById(making.id);
			if (ready && !ready.querySelector('[data-making]')) making.replaceWith(ready);
		}
	}
	await lookAgain(times - 1);
}
void lookAgain(45);
