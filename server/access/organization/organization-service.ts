/** An organization: its name, its settings, and who belongs to it. */
import {
  AppError,
  OrganizationSettings,
  type Me,
  type Member,
  type MemberListQuery,
  type MemberRole,
  type Organization,
  type Page,
  type UpdateOrganization,
} from '@parley/contract';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { requireTag, type WantedTag } from '../../platform/http/etag.ts';
import { found } from '../../platform/http/found.ts';
import { pageOf } from '../../platform/http/paging.ts';
import type { Principal } from '../../platform/http/principal.ts';
import { checkRoleGrant, type Reach } from '../api-keys/reach.ts';
import { highestRole } from '../roles.ts';
import * as members from './member-store.ts';
import * as store from './organization-store.ts';
import { changeable, presentMember, presentOrganization } from './presentation.ts';

/** The rule is an owner's who keeps it: a key may be in anybody's hands. */
function requireFactorOf({ role, user, hasFactor }: Pick<Principal, 'role' | 'user'> & { hasFactor: boolean }): void {
  if (user === null || role !== 'owner')
    throw new AppError('forbidden', { detail: 'Only a signed-in owner changes whether members need a second factor.' });
  if (!hasFactor) throw new AppError('conflict', { detail: 'Set up your own second factor first.' });
}

const isOwner = ({ role }: { role: string }): boolean => highestRole(role) === 'owner';

/** Who changes members, and how far that one reaches. */
type Changing = Pick<Principal, 'organizationId'> & Reach;

export class Organizations {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Who the credentials are; a person may belong to more organizations than the one that is active. */
  async me({ organizationId, user, role, scopes }: Principal): Promise<Me> {
    const organization = await this.get(organizationId);
    const organizations = user === null ? [organization] : await this.#allOf(user.id);
    return { user, organization, organizations, role, scopes: [...scopes] };
  }

  get(id: string): Promise<Organization> {
    return this.#in(id, async (tx) =>
      presentOrganization(found(await store.selectOrganization(tx, id)), await store.selectSettings(tx, id)),
    );
  }

  settingsOf(id: string): Promise<OrganizationSettings> {
    return this.#in(id, (tx) => store.selectSettings(tx, id));
  }

  /** `ifMatch` guards against another's change in between. */
  async update(
    { organizationId: id, role, user }: Pick<Principal, 'organizationId' | 'role' | 'user'>,
    { name, settings: patch }: UpdateOrganization,
    ifMatch: WantedTag,
  ): Promise<Organization> {
    const hasFactor = user !== null && patch?.require_second_factor !== undefined && (await this.#hasSecondFactor(user.id));
    return this.#in(id, async (tx) => {
      const row = found(await store.lockOrganization(tx, id));
      const before = await store.selectSettings(tx, id);
      requireTag(ifMatch, changeable({ name: row.name, settings: before }));
      const settings = OrganizationSettings.parse({ ...before, ...patch });
      if (settings.require_second_factor !== before.require_second_factor) requireFactorOf({ role, user, hasFactor });
      if (name !== undefined) await store.updateName(tx, id, name);
      await store.putSettings(tx, id, settings);
      return presentOrganization({ ...row, name: name ?? row.name }, settings);
    });
  }

  /** The user's membership in the organization that is active, else in the oldest of theirs. */
  async membershipOf(userId: string, active: string | null): Promise<members.Membership | undefined> {
    const rows = await this.#database.asSystem((tx) => members.selectMemberships(tx, userId));
    return rows.find((row) => row.organizationId === active) ?? rows[0];
  }

  /** Some organization of the person's asks for one. */
  async requiresSecondFactor(userId: string): Promise<boolean> {
    const rows = await this.#database.asSystem((tx) => members.selectMemberships(tx, userId));
    return rows.some((row) => row.requiresSecondFactor);
  }

  async members(id: string, page: MemberListQuery): Promise<Page<Member>> {
    return pageOf(await this.#database.asSystem((tx) => members.selectMembers(tx, id, page)), page.limit, presentMember);
  }

  /** Throws `conflict` when nobody would own the organization any more. */
  changeRole(by: Changing, memberId: string, role: MemberRole): Promise<Member> {
    checkRoleGrant(by, role);
    return this.#database.asSystem(async (tx) => {
      const row = await this.#lockMember(tx, by, memberId, role === 'owner');
      await members.updateRole(tx, memberId, role);
      return presentMember({ ...row, role });
    });
  }

  /** Throws `conflict` when nobody would own the organization any more. */
  removeMember(by: Changing, memberId: string): Promise<void> {
    return this.#database.asSystem(async (tx) => {
      await this.#lockMember(tx, by, memberId, false);
      await members.deleteMember(tx, memberId);
    });
  }

  /** With all others: two owners who remove each other at once must not both succeed. */
  async #lockMember(tx: Transaction, by: Changing, memberId: string, staysOwner: boolean): Promise<members.MemberRow> {
    const all = await members.lockMembers(tx, by.organizationId);
    const row = found(await members.selectMember(tx, by.organizationId, memberId));
    checkRoleGrant(by, highestRole(row.role));
    if (!staysOwner && isOwner(row) && !all.some((one) => one.id !== memberId && isOwner(one)))
      throw new AppError('conflict', { detail: 'An organization needs an owner; make somebody else one first.' });
    return row;
  }

  #hasSecondFactor(userId: string): Promise<boolean> {
    return this.#database.asSystem((tx) => members.hasSecondFactor(tx, userId));
  }

  async #allOf(userId: string): Promise<Organization[]> {
    const rows = await this.#database.asSystem((tx) => members.selectOrganizationsOf(tx, userId));
    return Promise.all(rows.map(async (row) => presentOrganization(row, await this.settingsOf(row.id))));
  }

  #in<T>(id: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#database.asOrganization(id, work);
  }
}
