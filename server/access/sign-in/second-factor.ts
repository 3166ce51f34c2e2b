/** The second factor of people: codes of an authenticator app (TOTP, RFC 6238) and recovery codes, through better-auth's plugin. */
import { createHash, randomInt } from 'node:crypto';
import { twoFactor as twoFactorPlugin } from 'better-auth/plugins';
import { and, eq, lte, ne } from 'drizzle-orm';
import type { Database } from '../../platform/db/database.ts';
import { session, twoFactor, user, verification } from '../../platform/db/schema.ts';
import { hashedIdentifier } from './reset-link.ts';

const RECOVERY_CODES = 10;
const WRONG_CODES = 10;
export const LOCKED_S = 900;
/** How long the code may be given after the password. */
const CHALLENGE_S = 600;
/** A code is right in its own half minute, the one before and the one after. */
const CODE_WORKS_MS = 90_000;

/** Without letters that are taken for digits: they are typed from paper. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Of 49 bits each. */
function recoveryCodes(): string[] {
  const five = (): string => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)] ?? '').join('');
  return Array.from({ length: RECOVERY_CODES }, () => `${five()}-${five()}`);
}

/** As it is kept, however it was typed: `ABCDE FGHJK`, `123 456`. */
export function codeAsKept(typed: string): string {
  const bare = typed.toLowerCase().replace(/[\s-]/g, '');
  return /^\d{6}$/.test(bare) || bare.length !== 10 ? bare : `${bare.slice(0, 5)}-${bare.slice(5)}`;
}

export const secondFactor = () =>
  twoFactorPlugin({
    issuer: 'Parley',
    twoFactorCookieMaxAge: CHALLENGE_S,
    backupCodeOptions: { storeBackupCodes: 'encrypted', customBackupCodesGenerate: recoveryCodes },
    accountLockout: { enabled: true, maxFailedAttempts: WRONG_CODES, durationSeconds: LOCKED_S },
  });

/** Whose sign-in waits for a code, by the value of the cookie; null: nobody's. Only for what is told of it: better-auth holds it to its signature. */
export async function waitingFor(database: Database, cookie: string): Promise<{ id: string; email: string } | null> {
  const [challenge = ''] = cookie.split('.');
  const rows = await database.asSystem((tx) =>
    tx
      .select({ id: user.id, email: user.email })
      .from(verification)
      .innerJoin(user, eq(user.id, verification.value))
      .where(eq(verification.identifier, hashedIdentifier(challenge))),
  );
  return rows[0] ?? null;
}

const usedCode = (userId: string, code: string): string => `totp_${createHash('sha256').update(`${userId}:${code}`).digest('base64url')}`;

/** False where somebody took the code while it may be right: it works once (RFC 6238, 5.2). One that turns out wrong is given back. */
export async function takeCode(database: Database, userId: string, code: string): Promise<boolean> {
  const id = usedCode(userId, code);
  const now = Date.now();
  const expiresAt = new Date(now + CODE_WORKS_MS);
  const taken = await database.asSystem((tx) =>
    tx
      .insert(verification)
      .values({ id, identifier: id, value: '', expiresAt })
      .onConflictDoUpdate({ target: verification.id, set: { expiresAt }, setWhere: lte(verification.expiresAt, new Date(now)) })
      .returning({ id: verification.id }),
  );
  return taken.length > 0;
}

export const giveCodeBack = (database: Database, userId: string, code: string): Promise<unknown> =>
  database.asSystem((tx) => tx.delete(verification).where(eq(verification.id, usedCode(userId, code))));

/** Those that began without the second factor that there is now. */
export const endSessionsBut = (database: Database, userId: string, token: string): Promise<unknown> =>
  database.asSystem((tx) => tx.delete(session).where(and(eq(session.userId, userId), ne(session.token, token))));

/** For whoever lost the app and the recovery codes; all sessions end. `unknown`: nobody has the address; `none`: that person has no second factor. */
export function removeSecondFactor(database: Database, email: string): Promise<'removed' | 'none' | 'unknown'> {
  return database.asSystem(async (tx) => {
    const [person] = await tx.select({ id: user.id }).from(user).where(eq(user.email, email.trim().toLowerCase()));
    if (person === undefined) return 'unknown';
    const gone = await tx.delete(twoFactor).where(eq(twoFactor.userId, person.id)).returning({ id: twoFactor.id });
    const off = await tx
      .update(user)
      .set({ twoFactorEnabled: false })
      .where(and(eq(user.id, person.id), eq(user.twoFactorEnabled, true)))
      .returning({ id: user.id });
    if (gone.length + off.length === 0) return 'none';
    await tx.delete(session).where(eq(session.userId, person.id));
    return 'removed';
  });
}
