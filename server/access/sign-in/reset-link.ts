/** A link that sets a new password, printed on the command line of whoever runs the installation. */
import { createHash, randomBytes } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Database } from '../../platform/db/database.ts';
import { user, verification } from '../../platform/db/schema.ts';
import { newId } from '../../platform/ids.ts';

export const RESET_HOURS = 1;

/** As better-auth keeps identifiers (`storeIdentifier: 'hashed'`). */
export const hashedIdentifier = (identifier: string): string => createHash('sha256').update(identifier).digest('base64url');

/** The path of the link; links of the same person that were not used are void. Null: nobody has the address. */
export async function resetPath(database: Database, email: string, now = Date.now()): Promise<string | null> {
  const token = randomBytes(24).toString('base64url');
  const made = await database.asSystem(async (tx) => {
    const [person] = await tx.select({ id: user.id }).from(user).where(eq(user.email, email.trim().toLowerCase()));
    if (person === undefined) return false;
    await tx.delete(verification).where(sql`${verification.id} like 'reset_%' and ${verification.value} = ${person.id}`);
    await tx.insert(verification).values({
      id: newId('reset'),
      identifier: hashedIdentifier(`reset-password:${token}`),
      value: person.id,
      expiresAt: new Date(now + RESET_HOURS * 3_600_000),
    });
    return true;
  });
  return made ? `/reset?token=${token}` : null;
}
