/** The first start: an organization, the demo agent, and a one-time link with which the owner signs in. */
import { randomBytes } from 'node:crypto';
import { AppError, type OwnerSetup } from '@parley/contract';
import { hashPassword } from 'better-auth/crypto';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { FRONT_DESK } from '@parley/providers/rules-dialogue/scripts/front-desk.ts';
import type { Agents } from '../agents/agent-service.ts';
import { hashOf, rowFor } from '../../access/api-keys/api-key-service.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { account, agents, apiKeys, member, organization, ownerSetupTokens, user } from '../../platform/db/schema.ts';
import { newId } from '../../platform/ids.ts';

/** A link that nobody used ends; the next start prints a new one. */
const LINK_HOURS = 24;

export interface SetupDeps {
  database: Database;
  agents: Agents;
  bootstrapApiKey: string | undefined;
}

const linkNotValid = (): AppError =>
  new AppError('unauthenticated', { detail: 'The sign-in link is not valid any more; start the server again for a new one.' });

const insertOrganization = async (tx: Transaction, name: string): Promise<string> => {
  const id = newId('org');
  const slug = `${
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'organization'
  }-${id.slice(-6)}`;
  await tx.insert(organization).values({ id, name, slug });
  return id;
};

export class Setup {
  readonly #deps: SetupDeps;

  constructor(deps: SetupDeps) {
    this.#deps = deps;
  }

  /** Makes the organization "Default" on the first start, with the bootstrap API key where one is set. */
  async prepare(): Promise<void> {
    const { database, bootstrapApiKey } = this.#deps;
    const { id, bare } = await database.asSystem(async (tx) => {
      // Of several nodes that start at once, one makes it.
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext('parley first start'))`);
      const [existing] = await tx.select({ id: organization.id }).from(organization).orderBy(organization.createdAt).limit(1);
      if (existing === undefined) {
        const made = await insertOrganization(tx, 'Default');
        if (bootstrapApiKey !== undefined) await tx.insert(apiKeys).values(rowFor(made, 'Bootstrap', bootstrapApiKey, null));
        return { id: made, bare: true };
      }
      // A first start that was cut short after this point left it without its agent; deleted agents count.
      const [agent] = await tx.select({ id: agents.id }).from(agents).where(eq(agents.organizationId, existing.id)).limit(1);
      return { id: existing.id, bare: agent === undefined };
    });
    if (bare) await this.seed(id);
  }

  /** The demo agent, published. */
  async seed(organizationId: string): Promise<void> {
    const agent = await this.#deps.agents.create(organizationId, FRONT_DESK);
    await this.#deps.agents.publish(organizationId, agent.id, null);
  }

  ownerExists(): Promise<boolean> {
    return this.#deps.database.asSystem(
      async (tx) => (await tx.select({ id: member.id }).from(member).where(eq(member.role, 'owner')).limit(1)).length > 0,
    );
  }

  /** A new one-time token; those printed before are void. */
  async ownerToken(): Promise<string> {
    const token = randomBytes(24).toString('base64url');
    await this.#deps.database.asSystem(async (tx) => {
      await tx.delete(ownerSetupTokens).where(isNull(ownerSetupTokens.usedAt));
      await tx.insert(ownerSetupTokens).values({ hash: hashOf(token) });
    });
    return token;
  }

  /** Makes the owner; the token is used up. Throws `unauthenticated` for a token that is wrong, used or too old. */
  async createOwner({ token, name, email, password, organization: organizationName }: OwnerSetup): Promise<void> {
    const { database } = this.#deps;
    const valid = and(
      eq(ownerSetupTokens.hash, hashOf(token)),
      isNull(ownerSetupTokens.usedAt),
      gt(ownerSetupTokens.createdAt, new Date(Date.now() - LINK_HOURS * 3_600_000)),
    );
    // Looked at before the password is hashed: that is work which strangers must not be able to order.
    if ((await database.asSystem((tx) => tx.select({ hash: ownerSetupTokens.hash }).from(ownerSetupTokens).where(valid))).length === 0)
      throw linkNotValid();
    const hashed = await hashPassword(password);
    await database.asSystem(async (tx) => {
      const used = await tx.update(ownerSetupTokens).set({ usedAt: new Date() }).where(valid).returning();
      if (used.length === 0) throw linkNotValid();
      const [existing] = await tx.select({ id: organization.id }).from(organization).orderBy(organization.createdAt).limit(1);
      if (existing === undefined) throw new AppError('internal');
      if (organizationName !== undefined)
        await tx.update(organization).set({ name: organizationName }).where(eq(organization.id, existing.id));
      const userId = newId('user');
      await tx.insert(user).values({ id: userId, name, email: email.toLowerCase(), emailVerified: true });
      await tx.insert(account).values({ id: newId('account'), accountId: userId, providerId: 'credential', userId, password: hashed });
      await tx.insert(member).values({ id: newId('member'), organizationId: existing.id, userId, role: 'owner' });
    });
  }
}
