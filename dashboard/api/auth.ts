/** Signing in and out, and whose organization is looked at: better-auth's routes, which the API's document does not describe. */
import { sent, type RequestOptions } from './request.ts';

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

const read = async <T>(path: string, options: RequestOptions): Promise<T> =>
  (await (await sent(`/api/auth${path}`, 'GET', undefined, options)).json()) as T;

export interface Account {
  user: { id: string; name: string; email: string; twoFactorEnabled: boolean };
  session: { id: string };
}
export const getAccount = (options: RequestOptions): Promise<Account> => read('/get-session', options);

export interface OwnSession {
  id: string;
  /** What it is ended by. */
  token: string;
  createdAt: string;
  expiresAt: string;
  ipAddress: string | null;
  userAgent: string | null;
}
export const listOwnSessions = (options: RequestOptions): Promise<OwnSession[]> => read('/list-sessions', options);

export async function endSession(token: string): Promise<void> {
  await post('/revoke-session', { token });
}

export async function endOtherSessions(): Promise<void> {
  await post('/revoke-other-sessions', {});
}

export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await post('/change-password', { currentPassword, newPassword });
}

export interface NewFactor {
  /** `otpauth://…`, as the QR code says it. */
  uri: string;
  recoveryCodes: string[];
}

/** It asks for nothing until `turnOnFactor`. */
export async function beginFactor(password: string): Promise<NewFactor> {
  const answer = (await (await post('/two-factor/enable', { password })).json()) as { totpURI: string; backupCodes: string[] };
  return { uri: answer.totpURI, recoveryCodes: answer.backupCodes };
}

export async function turnOnFactor(code: string): Promise<void> {
  await post('/two-factor/verify-totp', { code });
}

export async function turnOffFactor(password: string): Promise<void> {
  await post('/two-factor/disable', { password });
}

export async function renewRecoveryCodes(password: string): Promise<string[]> {
  const answer = (await (await post('/two-factor/generate-backup-codes', { password })).json()) as { backupCodes: string[] };
  return answer.backupCodes;
}
