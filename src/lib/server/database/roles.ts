import { createHmac } from 'node:crypto';
import type { Client } from 'pg';

/** The roles that sign in. `lamplight_facts` only owns functions and never signs in. */
export const signInRoles = ['lamplight_web', 'lamplight_auth', 'lamplight_worker'] as const;
export type SignInRole = (typeof signInRoles)[number];

/** A role's password, derived from the site's one secret, so that every node arrives at the same. */
export function rolePassword(secret: string, role: SignInRole): string {
	return createHmac('sha256', secret).update(`role:${role}`).digest('base64url');
}

/** The owner's connection string with another role's name and password in it. */
export function urlFor(ownerUrl: string, secret: string, role: SignInRole): string {
	const url = new URL(ownerUrl);
	url.username = role;
	url.password = rolePassword(secret, role);
	return url.href;
}

/** Makes the roles where they are missing and gives them the passwords of this secret. */
export async function ensureRoles(owner: Client, secret: string): Promise<void> {
	const { rows } = await owner.query<{ rolname: string }>('select rolname from pg_roles');
	const present = new Set(rows.map((row) => row.rolname));
	if (!present.has('lamplight_facts')) await owner.query('create role lamplight_facts nologin');
	for (const role of signInRoles) {
		const verb = present.has(role) ? 'alter' : 'create';
		const password = owner.escapeLiteral(rolePassword(secret, role));
		await owner.query(`${verb} role ${role} login password ${password}`);
	}
	const { rows: here } = await owner.query<{ name: string }>(
		'select quote_ident(current_database()) as name'
	);
	await owner.query('grant lamplight_facts, lamplight_worker to current_user');
	// A job that carries its actor steps behind the viewer's walls (`set local role`).
	await owner.query('grant lamplight_web to lamplight_worker');
	await owner.query(`grant connect on database ${here[0]?.name} to ${signInRoles.join(', ')}`);
	await owner.query(`grant create on database ${here[0]?.name} to lamplight_worker`);
}
