/** Invitations: a link with a role and an end, good for one person, until it is used or revoked. Whom it is given to is the inviter's business. */
import { createHmac } from 'node:crypto';
import { AppError, MemberRole, type AcceptInvitation, type CreateInvitation, type Invitation, type MemberSession } from '@parley/contract';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { found } from '../../platform/http/found.ts';
import { newId } from '../../platform/ids.ts';
import type { Principal } from '../../platform/http/principal.ts';
import { isSameSecret } from '../../platform/secrets/same-secret.ts';
import { deriveKey, type SecretKey } from '../../platform/secrets/secret-key.ts';
import { checkRoleGrant, type Reach } from '../api-keys/reach.ts';
import * as store from './invitation-store.ts';
import type { InvitationRow } from './invitation-store.ts';
import { selectMember } from './member-store.ts';

const notValid = (): AppError => new AppError('unauthenticated', { detail: 'The invitation is not valid any more; ask for a new one.' });

export class Invitations {
  readonly #database: Database;
  readonly #key: Buffer;
  readonly #now: () => number;

  constructor(database: Database, secret: SecretKey, now: () => number = Date.now) {
    this.#database = database;
    this.#key = deriveKey(secret, 'invitation');
    this.#now = now;
  }

  /** Its token is no part of the database: whoever reads that can accept nothing. */
  async create(
    { organizationId, role: mine, user, ...reach }: Pick<Principal, 'organizationId' | 'role' | 'user'> & Reach,
    { role, email, expires_in_hours: hours }: CreateInvitation,
  ): Promise<Invitation & { token: string }> {
    if (mine === 'admin' && role !== 'member') throw new AppError('forbidden', { detail: 'Only an owner invites owners and admins.' });
    checkRoleGrant(reach, role);
    const id = newId('invite');
    const expiresAt = new Date(this.#now() + hours * 3_600_000);
    const row = { id, organizationId, email: email?.toLowerCase() ?? '', role, status: 'pending', expiresAt, inviterId: user?.id ?? null };
    const inserted = found(await this.#database.asSystem((tx) => store.insertInvitation(tx, row)));
    return { ...this.#present(inserted), token: this.#token(id) };
  }

  async list(organizationId: string): Promise<Invitation[]> {
    const rows = await this.#database.asSystem((tx) => store.selectInvitations(tx, organizationId));
    return rows.map((row) => this.#present(row));
  }

  /** Throws `conflict` when somebody has accepted it. */
  async revoke(organizationId: string, id: string): Promise<void> {
    await this.#database.asSystem(async (tx) => {
      const row = await store.lockInvitation(tx, id);
      if (row?.organizationId !== organizationId) throw new AppError('not_found');
      if (row.status === 'accepted') throw new AppError('conflict', { detail: 'The invitation was accepted; remove the member instead.' });
      await store.updateStatus(tx, id, 'revoked');
    });
  }

  /** Makes the account where the address has none; an account that is there needs its own password, and hears of a wrong one by `onWrongPassword`. */
  async accept({ token, name, email: given, password }: AcceptInvitation, onWrongPassword: () => Promise<void>): Promise<void> {
    const id = this.#idIn(token);
    const email = given.toLowerCase();
    await this.#database.asSystem((tx) => this.#valid(tx, id, email));
    const known = await this.#database.asSystem((tx) => store.selectAccount(tx, email));
    const isTheirs = known === undefined || (known.password !== null && (await verifyPassword({ hash: known.password, password })));
    if (!isTheirs) {
      await onWrongPassword();
      throw new AppError('unauthenticated', { detail: 'This address has an account already: give its password.' });
    }
    const hashed = known === undefined ? await hashPassword(password) : null;
    await this.#database.asSystem(async (tx) => {
      const { organizationId, role } = await this.#valid(tx, id, email);
      const userId = known?.userId ?? newId('user');
      if (hashed !== null)
        await store.insertPerson(tx, {
          user: { id: userId, name, email, emailVerified: true },
          account: { id: newId('account'), accountId: userId, providerId: 'credential', userId, password: hashed },
        });
      const row = { id: newId('member'), organizationId, userId, role: MemberRole.parse(role) };
      if (!(await store.insertMember(tx, row))) throw new AppError('conflict', { detail: 'You are a member already; sign in.' });
      await store.updateStatus(tx, id, 'accepted');
    });
  }

  /** Of a member, who may be signed in here and there. */
  async sessionsOf(organizationId: string, memberId: string): Promise<MemberSession[]> {
    const rows = await this.#database.asSystem(async (tx) => {
      const { userId } = found(await selectMember(tx, organizationId, memberId));
      return store.selectSessions(tx, userId);
    });
    return rows.map((row) => ({
      id: row.id,
      created_at: row.createdAt.toISOString(),
      expires_at: row.expiresAt.toISOString(),
      address: row.ipAddress,
      user_agent: row.userAgent,
    }));
  }

  async endSessions(organizationId: string, memberId: string): Promise<void> {
    await this.#database.asSystem(async (tx) => {
      const { userId } = found(await selectMember(tx, organizationId, memberId));
      await store.deleteSessions(tx, userId);
    });
  }

  async #valid(tx: Transaction, id: string, email: string): Promise<InvitationRow> {
    const row = await store.lockInvitation(tx, id);
    if (row === undefined || this.#statusOf(row) !== 'pending' || (row.email !== '' && row.email !== email)) throw notValid();
    return row;
  }

  #statusOf({ status, expiresAt }: InvitationRow): Invitation['status'] {
    if (status === 'accepted' || status === 'revoked') return status;
    return expiresAt.getTime() <= this.#now() ? 'expired' : 'pending';
  }

  #present(row: InvitationRow): Invitation {
    return {
      id: row.id,
      role: MemberRole.parse(row.role),
      email: row.email === '' ? null : row.email,
      status: this.#statusOf(row),
      created_at: row.createdAt.toISOString(),
      expires_at: row.expiresAt.toISOString(),
    };
  }

  #mac(id: string): string {
    return createHmac('sha256', this.#key).update(id).digest('base64url');
  }

  #token(id: string): string {
    return `${id}.${this.#mac(id)}`;
  }

  #idIn(token: string): string {
    const [id = '', mac = ''] = token.split('.');
    if (!isSameSecret(mac, this.#mac(id))) throw notValid();
    return id;
  }
}
