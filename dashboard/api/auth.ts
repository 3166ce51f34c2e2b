/** Signing in and out, and whose organization is looked at: better-auth's routes, which the API's document does not describe. */
import { sent } from './request.ts';

const post = (path: string, body: object): Promise<Response> => sent(`/api/auth${path}`, 'POST', body, {});

/** Whether that was all, or a code is asked for (`signInWithCode`). */
export async function signIn(email: string, password: string): Promise<'in' | 'code'> {
  const answer = (await (await post('/sign-in/email', { email, password })).json()) as { twoFactorRedirect?: boolean };
  return answer.twoFactorRedirect === true ? 'code' : 'in';
}

export type CodeKind = 'app' | 'recovery';

export async function signInWithCode(kind: CodeKind, code: string): Promise<void> {
  await post(kind === 'app' ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code', { code });
}

export async function resetPassword(token: string, newPassword: string): Promise<void> {
  await post('/reset-password', { token, newPassword });
}

export async function signOut(): Promise<void> {
  await post('/sign-out', {});
}

/** Answers with its id. */
export async function createOrganization(name: string, slug: string): Promise<string> {
  const { id } = (await (await post('/organization/create', { name, slug })).json()) as { id: string };
  return id;
}

export async function enterOrganization(organizationId: string): Promise<void> {
  await post('/organization/set-active', { organizationId });
}
