import type { MailForm, Security } from './schema.ts';

/** A mail server as a host sees it again: without its password. */
export type MailServer = { server: string; port: number; security: Security; user: string };

/** The address in which nodemailer reads a server (`smtps://user:password@host:port`). */
export function mailAddress(form: MailForm, password: string): string {
	const { server, port, security, user } = form;
	const who = user ? `${encodeURIComponent(user)}:${encodeURIComponent(password)}@` : '';
	const scheme = security === 'tls' ? 'smtps' : 'smtp';
	return `${scheme}://${who}${server}:${port}${queries[security]}`;
}

/** Whether what is sent there leaves the machine at all. */
export function isThisMachine(server: string): boolean {
	return /^(localhost|127(\.\d{1,3}){3})$/.test(server);
}

/** `starttls` is insisted on: a server that does not offer it is sent nothing. */
const queries: Record<Security, string> = {
	tls: '',
	starttls: '?requireTLS=true',
	none: '?ignoreTLS=true'
};

export function mailServerIn(address: string): MailServer {
	const { protocol, hostname, port, username, searchParams } = new URL(address);
	const secure = protocol === 'smtps:';
	return {
		server: hostname,
		port: Number(port) || (secure ? 465 : 587),
		security: secure ? 'tls' : searchParams.has('ignoreTLS') ? 'none' : 'starttls',
		user: decodeURIComponent(username)
	};
}

export function passwordIn(address: string): string {
	return decodeURIComponent(new URL(address).password);
}
