/** The first start: an organization, the demo agent, and a one-time link with which the owner signs in. */
import { randomBytes } from 'node:crypto';
import { AppError, type OwnerSetup } from '@parley/contract';
import { hashPassword } from 'better-auth/crypto';
import { FRONT_DESK } from '@parley/providers/rules-dialogue/scripts/front-desk.ts';
import type { Agents } from '../agents/agent-service.ts';
import { hashOf, rowFor } from '../../access/api-keys/api-key-service.ts';
import type { Database } from '../../platform/db/database.ts';
import { newId } from '../../platform/ids.ts';
import * as store from './setup-store.ts';

/** A link that nobody used ends; the next start prints a new one. */
const LINK_HOURS = 24;

export interface SetupDeps {
  database: Database;
  agents: Agents;
  bootstrapApiKey: string | undefined;
}

const linkNotValid = (): AppError =>
  new AppError('unauthenticated', { detail: 'The sign-in link is not valid any more; start the server again for a new one.' });

const slugOf = (name: string, id: string): string => {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${words || 'organization'}-${id.slice(-6)}`;
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
      await store.lockFirstStart(tx);
      const existing = await store.selectFirstOrganization(tx);
      // A first start that was cut short after this point left the organization without its agent.
      if (existing !== undefined) return { id: existing.id, bare: !(await store.hasAgent(tx, existing.id)) };
      const made = newId('org');
      await store.insertOrganization(tx, { id: made, name: 'Default', slug: slugOf('Default', made) });
      if (bootstrapApiKey !== undefined) await store.insertApiKey(tx, rowFor(made, 'Bootstrap', bootstrapApiKey, null));
      return { id: made, bare: true };
    });
    if (bare) await this.seed(id);
  }

  /** The demo agent, published. */
  async seed(organizationId: string): Promise<void> {
    const agent = await this.#deps.agents.create(organizationId, FRONT_DESK);
    await this.#deps.agents.publish(organizationId, agent.id, null);
  }

  ownerExists(): Promise<boolean> {
    return this.#deps.database.asSystem(store.hasOwner);
  }

  /** A new one-time token; those printed before are void. */
  async ownerToken(): Promise<string> {
    const token = randomBytes(24).toString('base64url');
    await this.#deps.database.asSystem((tx) => store.replaceToken(tx, hashOf(token)));
    return token;
  }

  /** Makes the owner; the token is used up. Throws `unauthenticated` for a token that is wrong, used or too old. */
  async createOwner({ token, name, email, password, organization: organizationName }: OwnerSetup): Promise<void> {
    const { database } = this.#deps;
    const hash = hashOf(token);
    const since = new Date(Date.now() - LINK_HOURS * 3_600_000);
    // Checked before the password is hashed: that is work which strangers must not be able to order.
    if (!(await database.asSystem((tx) => store.isTokenValid(tx, hash, since)))) throw linkNotValid();
    const hashed = await hashPassword(password);
    await database.asSystem(async (tx) => {
      if (!(await store.spendToken(tx, hash, since))) throw linkNotValid();
      const existing = await store.selectFirstOrganization(tx);
      if (existing === undefined) throw new AppError('internal');
      if (organizationName !== undefined) await store.updateOrganizationName(tx, existing.id, organizationName);
      const userId = newId('user');
      await store.insertOwner(tx, {
        user: { id: userId, name, email: email.toLowerCase(), emailVerified: true },
        account: { id: newId('account'), accountId: userId, providerId: 'credential', userId, password: hashed },
        member: { id: newId('member'), organizationId: existing.id, userId, role: 'owner' },
      });
    });
  }
}
