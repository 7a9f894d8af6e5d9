/** The browser's part of passkeys. Whatever goes wrong is one answer: it did not work. */

/** Whether this browser can do it here: an address given in numbers is no place for a passkey. */
export function canUsePasskeys(): boolean {
	return (
		typeof PublicKeyCredential === 'function' &&
		'parseRequestOptionsFromJSON' in PublicKeyCredential &&
		!/^[\d.]+$|:/.test(location.hostname)
	);
}

export async function signInWithPasskey(): Promise<boolean> {
	return quietly(async () => {
		const options = await asked<PublicKeyCredentialRequestOptionsJSON>(
			'generate-authenticate-options'
		);
		const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
		return given('verify-authentication', await navigator.credentials.get({ publicKey }));
	});
}

export async function addPasskey(name: string): Promise<boolean> {
	return quietly(async () => {
		const options = await asked<PublicKeyCredentialCreationOptionsJSON>(
			'generate-register-options'
		);
		const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
		return given('verify-registration', await navigator.credentials.create({ publicKey }), name);
	});
}

async function asked<T>(door: string): Promise<T> {
	const response = await fetch(`/api/auth/passkey/${door}`);
	if (!response.ok) throw new Error(door);
	return (await response.json()) as T;
}

async function given(door: string, credential: Credential | null, name?: string): Promise<boolean> {
	if (!(credential instanceof PublicKeyCredential)) return false;
	const response = await fetch(`/api/auth/passkey/${door}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ response: credential.toJSON(), name })
	});
	return response.ok;
}

async function quietly(work: () => Promise<boolean>): Promise<boolean> {
	try {
		return await work();
	} catch {
		return false;
	}
}
