import type { ClientBase } from 'pg';

/** Tables that belong to no organization: everything else must have row-level security. */
const GLOBAL_TABLES = [
  'user',
  'session',
  'account',
  'verification',
  'two_factor',
  'nodes',
  'owner_setup_tokens',
  'server_settings',
  'rate_limit_windows',
  'signing_keys',
  'recording_removals',
] as const;

/** Says of every table of the schema what its row-level security lacks; a table that is complete says nothing. */
const UNPROTECTED = `
  select c.relname as table, concat_ws(', ',
      case when not c.relrowsecurity then 'row-level security is off' end,
      case when not c.relforcerowsecurity then 'row-level security is not forced' end,
      case when not exists (
        select from pg_policies p
        where p.schemaname = n.nspname and p.tablename = c.relname and p.roles = array['parley_app']::name[]
          and p.cmd = 'ALL' and p.qual like '%app.organization_id%' and p.with_check like '%app.organization_id%'
      ) then 'no policy compares the organization' end,
      case when exists (
        select from pg_policies p
        where p.schemaname = n.nspname and p.tablename = c.relname and p.permissive = 'PERMISSIVE'
          and p.roles && array['parley_app', 'public']::name[]
          and (p.roles <> array['parley_app']::name[] or p.qual not like '%app.organization_id%')
      ) then 'a policy lets requests see other organizations' end
    ) as lacks
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('r', 'p')`;

const REACHABLE_GLOBALS = `
  select table_name as table, 'requests may use a table of no organization' as lacks
  from information_schema.role_table_grants
  where table_schema = 'public' and grantee in ('parley_app', 'PUBLIC') and table_name = any($1)`;

const OWNERS = `
  select rolname as table, 'the role may bypass row-level security' as lacks
  from pg_roles where rolname in ('parley_app', 'parley_system', 'parley_auth') and (rolsuper or rolbypassrls)`;

/** Every gap in the separation of organizations, as sentences; empty when there is none. */
export async function findGaps(client: Pick<ClientBase, 'query'>): Promise<string[]> {
  interface Gap {
    table: string;
    lacks: string;
  }
  const tables = await client.query<Gap>(UNPROTECTED);
  const grants = await client.query<Gap>(REACHABLE_GLOBALS, [[...GLOBAL_TABLES]]);
  const roles = await client.query<Gap>(OWNERS);
  const known: readonly string[] = GLOBAL_TABLES;
  return [...tables.rows.filter(({ table }) => !known.includes(table)), ...grants.rows, ...roles.rows]
    .filter(({ lacks }) => lacks !== '')
    .map(({ table, lacks }) => `${table}: ${lacks}`);
}
