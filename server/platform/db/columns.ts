import { sql } from 'drizzle-orm';
import { pgPolicy, pgRole, timestamp } from 'drizzle-orm/pg-core';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';

/** Requests of one organization: sees only rows of `app.organization_id`. */
export const appRole = pgRole('parley_app').existing();
/** What crosses organizations on purpose: recovery, sign-in, look-up of an API key, export. */
export const systemRole = pgRole('parley_system').existing();
/** What a connection of the pool is outside a transaction of ours: better-auth's tables and nothing else. */
export const authRole = pgRole('parley_auth').existing();

/** Milliseconds, as JavaScript's Date holds them: finer times would not survive a paging cursor. */
export const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });
export const createdAt = () => at('created_at').notNull().defaultNow();
export const updatedAt = () => at('updated_at').notNull().defaultNow();

/** `set_config(…, true)` leaves an empty string behind when its transaction ends, hence `nullif`. */
const currentOrganization = sql`nullif(current_setting('app.organization_id', true), '')`;

/** Row-level security of a table whose rows belong to the organization named in `column`. */
export const tenantPolicies = (table: string, column: AnyPgColumn) => [
  pgPolicy(`${table}_of_organization`, {
    as: 'permissive',
    for: 'all',
    to: appRole,
    using: sql`${column} = ${currentOrganization}`,
    withCheck: sql`${column} = ${currentOrganization}`,
  }),
  pgPolicy(`${table}_of_system`, { as: 'permissive', for: 'all', to: systemRole, using: sql`true`, withCheck: sql`true` }),
];

/** Tables that better-auth writes as well. */
export const tenantAndAuthPolicies = (table: string, column: AnyPgColumn) => [
  ...tenantPolicies(table, column),
  pgPolicy(`${table}_of_auth`, { as: 'permissive', for: 'all', to: authRole, using: sql`true`, withCheck: sql`true` }),
];
