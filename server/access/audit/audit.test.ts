import type { AuditEntry, CreatedApiKey, Page, Problem } from '@parley/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PoolClient } from 'pg';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { auditLog } from '../../platform/db/schema.ts';
import { isAudited } from '../../platform/http/audit.ts';
import { bodyOf, furnish, pathOf } from '../../platform/http/testing-walk.ts';
import { eventually, startTestServer, type Answer, type RequestOptions, type Tenant, type TestServer } from '../../testing.ts';
import { ApiKeys } from '../api-keys/api-key-service.ts';
import { Audit } from './audit-service.ts';
import { asCsv } from './export.ts';

const OWNER = { name: 'Olga Owner', email: 'olga@example.org', password: 'correct horse battery' };
const SECRET = 'zebra-finch-secret';

/** Tables without triggers, and why a row of theirs is nobody's change. */
const NOT_AUDITED: Readonly<Record<string, string>> = {
  audit_log: 'the trail itself',
  agent_versions: 'told by `published_version` of the agent',
  call_events: 'what happened in a call',
  events: 'follow from changes that are audited',
  idempotency_keys: 'answers that are kept',
  nodes: 'the server itself',
  owner_setup_tokens: 'the first start; the owner that it makes is audited',
  pending_analyses: 'work that is due',
  pending_updates: 'work that is due',
  quota_notices: 'follow from usage',
  rate_limit_windows: 'counts',
  recording_removals: 'files that are due to go; the call that went is audited',
  resource_attributes: 'an index',
  server_settings: 'the server itself',
  signing_keys: 'made by the server itself, by age',
  usage_daily: 'counts',
  verification: 'tokens of a moment',
  webhook_attempts: 'what was sent',
};

/** Columns of audited tables whose change alone is none: times, counters, and what the server keeps there for itself. */
const NO_CHANGE = new Set(
  `organization_id created_at updated_at revision id
   organization.logo organization.metadata organization.created_at organization.id
   user.email_verified user.image
   account.account_id account.user_id account.access_token account.refresh_token account.id_token account.access_token_expires_at account.refresh_token_expires_at account.scope
   invitation.inviter_id
   two_factor.user_id two_factor.failed_verification_count two_factor.locked_until
   session.expires_at session.token session.ip_address session.user_agent session.user_id
   api_keys.previous_hash api_keys.last_used_at
   agent_tags.agent_id
   call_commands.call_id call_commands.content
   conversation_messages.conversation_id conversation_messages.seq conversation_messages.message
   conversations.call_id conversations.agent_name conversations.agent_snapshot conversations.variables conversations.api_key_id conversations.message_count
   conversations.collected conversations.cost conversations.last_message_at conversations.ended_at conversations.answering_until
   compat_records.call_id compat_records.conversation_id compat_records.phone_number_id
   provider_credentials.provider
   webhooks.previous_encrypted_secret webhooks.previous_expires_at webhooks.failing_since webhooks.lane_node webhooks.lane_until
   calls.* webhook_deliveries.*`.split(/\s+/),
);

const entriesOf = async (parley: TestServer, requestId: string): Promise<(typeof auditLog.$inferSelect)[]> =>
  parley.database.asSystem((tx) =>
    tx
      .select()
      .from(auditLog)
      .where(sql`request_id = ${requestId}`)
      .orderBy(auditLog.id),
  );
const requestOf = (answer: Answer): string => answer.headers.get('x-request-id') ?? '';

describeOnBoth('the audit trail', (kind) => {
  let parley: TestServer;
  let tenant: Tenant;
  beforeAll(async () => {
    parley = await startTestServer({ kind });
    tenant = await parley.tenant('Mine');
    const token = await parley.app.setup.ownerToken();
    expect((await parley.request('POST', '/setup', { body: { ...OWNER, token } })).status).toBe(201);
  });
  afterAll(() => parley.close());

  const as = (method: string, path: string, options: RequestOptions = {}): Promise<Answer> =>
    parley.request(method, path, { key: tenant.key, ...options });
  const list = async (query = '', key = tenant.key): Promise<AuditEntry[]> =>
    ((await parley.request('GET', `/audit-log?limit=100${query}`, { key })).json as Page<AuditEntry>).items;
  /** As whoever owns the tables. */
  const asTableOwner = async <T>(work: (client: PoolClient) => Promise<T>): Promise<T> => {
    const client = await parley.database.pool.connect();
    try {
      await client.query('reset role');
      return await work(client);
    } finally {
      client.release(true);
    }
  };

  test('is kept of every table, or the table says why not', async () => {
    const { tables, columns, triggers } = await asTableOwner(async (client) => ({
      tables: (
        await client.query<{ name: string }>(
          `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
        )
      ).rows,
      columns: (
        await client.query<{ table: string; name: string }>(
          `select table_name as table, column_name as name from information_schema.columns where table_schema = 'public'`,
        )
      ).rows,
      triggers: (
        await client.query<{ table: string; args: string[] }>(
          `select c.relname as table, array_remove(string_to_array(encode(t.tgargs, 'escape'), '\\000'), null) as args
           from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid where p.proname = 'audit_change'`,
        )
      ).rows,
    }));
    const audited = new Map(Object.entries(Object.groupBy(triggers, (one) => one.table)));
    expect(tables.map(({ name }) => name).filter((name) => !audited.has(name) && NOT_AUDITED[name] === undefined)).toEqual([]);
    const told = (table: string): string[] =>
      (audited.get(table) ?? []).flatMap(({ args }) => [args[3] ?? '', args[4] ?? '']).flatMap((part) => part.split(','));
    const untold = columns
      .filter(({ table, name }) => audited.has(table) && !told(table).includes(name))
      .filter(({ table, name }) => !NO_CHANGE.has(name) && !NO_CHANGE.has(`${table}.${name}`) && !NO_CHANGE.has(`${table}.*`))
      .map(({ table, name }) => `${table}.${name}`);
    expect(untold).toEqual([]);
    // What is told exists: a column that was renamed would be told no more.
    for (const table of audited.keys())
      for (const name of told(table).filter((one) => one !== ''))
        expect(
          columns.some((column) => column.table === table && column.name === name),
          `${table}.${name}`,
        ).toBe(true);
  });

  /** Columns that a webhook's lane writes while nobody asks for anything. */
  const WRITTEN_BY_ITSELF = ['updated_at', 'revision', 'lane_node', 'lane_until', 'failing_since'];

  test('is written in the transaction of the change: where it cannot be, nothing has changed', { timeout: 120_000 }, async () => {
    const state = async (organization: string): Promise<string> =>
      asTableOwner(async (client) => {
        const parts: string[] = [];
        for (const table of [
          'agents',
          'agent_versions',
          'agent_tags',
          'conversations',
          'phone_numbers',
          'quotas',
          'webhooks',
          'organization_settings',
          'provider_credentials',
          'member',
        ]) {
          await client.query(`select set_config('role', 'parley_system', false)`);
          const { rows } = await client.query(
            `select md5(coalesce(string_agg(row, ',' order by row), '')) as sum from (select (to_jsonb(t) - $2::text[])::text as row from "${table}" t where organization_id = $1) rows`,
            [organization, WRITTEN_BY_ITSELF],
          );
          parts.push(JSON.stringify(rows));
        }
        const { rows } = await client.query(
          `select md5(string_agg(concat(id, name, hash, scopes, revoked_at), ',' order by id)) as sum from api_keys where organization_id = $1`,
          [organization],
        );
        return [...parts, JSON.stringify(rows)].join();
      });
    const own = await furnish(parley, await parley.tenant());
    const key = (await new ApiKeys(parley.database).create(own.organization, { name: 'Walk' })).secret;
    const before = await state(own.organization);
    await asTableOwner((client) => client.query('alter table audit_log add constraint nothing check (false) not valid'));
    try {
      for (const declared of parley.app.routes.filter((one) => one.method !== 'get' && isAudited(one) && one.auth !== 'public')) {
        if (declared.reachesOutside === true) continue;
        const answer = await parley.request(declared.method, pathOf(declared, own), { ...bodyOf(declared, own), key });
        expect(answer.status, declared.id).toBe(500);
        expect(await state(own.organization), declared.id).toBe(before);
      }
    } finally {
      await asTableOwner((client) => client.query('alter table audit_log drop constraint nothing'));
    }
  });

  test('tells who, what, from where, before and after', async () => {
    const made = (await as('POST', '/agents', { body: { name: 'Told', greeting: 'Good morning.' } })).json as { id: string };
    const answer = await as('PATCH', `/agents/${made.id}`, {
      body: { greeting: 'Good evening.' },
      headers: { 'X-Forwarded-For': '203.0.113.9', 'User-Agent': 'curl/8' },
    });
    const [entry] = await list(`&resource_id=${made.id}`);
    expect(entry).toMatchObject({
      action: 'updateAgent',
      outcome: 'success',
      resource_type: 'agent',
      resource_id: made.id,
      actor: { type: 'api_key', name: 'Test' },
      address: '203.0.113.9',
      user_agent: 'curl/8',
      request_id: requestOf(answer),
      changes: [{ field: 'draft.greeting', before: 'Good morning.', after: 'Good evening.', hidden: false }],
    });
    expect(await list('', (await parley.tenant('Other')).key)).not.toContainEqual(expect.objectContaining({ resource_id: made.id }));
  });

  test('has no entry of what changed nothing, or was refused', async () => {
    const made = (await as('POST', '/agents', { body: { name: 'Same' } })).json as { id: string };
    expect((await as('PATCH', `/agents/${made.id}`, { body: {}, headers: { 'If-Match': '"99"' } })).status).toBe(412);
    expect(await list(`&resource_id=${made.id}`)).toHaveLength(1);
    const headers = { 'Idempotency-Key': 'once-only' };
    const first = await as('POST', '/agents', { body: { name: 'Once' }, headers });
    const again = await as('POST', '/agents', { body: { name: 'Once' }, headers });
    expect((again.json as { id: string }).id).toBe((first.json as { id: string }).id);
    expect(await entriesOf(parley, requestOf(again))).toEqual([]);
  });

  test('keeps no secret, and tells that one changed', async () => {
    const made = (await as('POST', '/api-keys', { body: { name: 'Spender' } })).json as CreatedApiKey;
    const rotated = (await as('POST', `/api-keys/${made.id}/rotate`, { body: {} })).json as CreatedApiKey;
    await as('PUT', '/providers/openai', { body: { api_key: `sk-${SECRET}` } });
    const hook = (await as('POST', '/webhooks', { body: { url: 'https://hooks.example/', custom_headers: { 'X-Token': SECRET } } }))
      .json as { id: string; secret: string };
    await as('POST', '/agents', { body: { name: 'Secretive', metadata: {} } });
    const rows = JSON.stringify(await parley.database.asSystem((tx) => tx.select().from(auditLog)));
    for (const secret of [SECRET, made.secret, rotated.secret, hook.secret, OWNER.password]) expect(rows).not.toContain(secret);
    const [rotation] = await list(`&action=rotateApiKey`);
    expect(rotation?.changes).toContainEqual({ field: 'hash', before: null, after: null, hidden: true });
  });

  test('keeps nothing of what was said, and tells that something was', async () => {
    const agent = (await as('POST', '/agents', { body: { name: 'Listener' } })).json as { id: string };
    const conversation = (await as('POST', '/conversations', { body: { agent_id: agent.id, metadata: { note: 'umbrella-note' } } }))
      .json as { id: string };
    await as('POST', `/conversations/${conversation.id}/messages`, { body: { content: 'my umbrella-word' } });
    const entries = await list(`&resource_id=${conversation.id}`);
    expect(entries.map((one) => one.action)).toEqual(['createMessage', 'createConversation']);
    expect(JSON.stringify(await parley.database.asSystem((tx) => tx.select().from(auditLog)))).not.toContain('umbrella');
  });

  test('has the changes of the Retell layer', async () => {
    const answer = await fetch(`${parley.url}/retell/create-retell-llm`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${tenant.key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ general_prompt: 'Be kind.' }),
    });
    expect(answer.status).toBe(201);
    const entries = await entriesOf(parley, answer.headers.get('x-request-id') ?? '');
    expect(entries[0]).toMatchObject({ action: 'retell post /create-retell-llm', actorType: 'api_key', organizationId: tenant.id });
  });

  test('has sign-ins and sign-outs, refused ones too, and never what was typed', async () => {
    const auth = (path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> =>
      parley.request('POST', `/api/auth${path}`, { body, headers: { Origin: parley.url, ...headers } });
    await auth('/sign-in/email', { email: OWNER.email, password: 'wrong horse battery' });
    await auth('/sign-in/email', { email: 'my-password-by-mistake@example.org', password: 'wrong horse battery' });
    const signedIn = await auth('/sign-in/email', { email: OWNER.email, password: OWNER.password });
    const cookie = signedIn.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const seen = async (): Promise<AuditEntry[]> =>
      ((await parley.request('GET', '/audit-log', { headers: { Cookie: cookie } })).json as Page<AuditEntry>).items;
    const [latest, unknown, refused] = await seen();
    expect(latest).toMatchObject({
      action: 'signIn',
      outcome: 'success',
      actor: { type: 'person', name: OWNER.name },
      resource_type: 'session',
    });
    expect(unknown).toMatchObject({ action: 'signIn', outcome: 'failure', actor: { type: 'anonymous' }, resource_id: null });
    expect(refused).toMatchObject({ action: 'signIn', outcome: 'failure', actor: { type: 'anonymous' }, resource_id: latest!.actor.id });
    expect(JSON.stringify(await seen())).not.toContain('my-password');
    await parley.request('POST', '/agents', { body: { name: 'By a person' }, headers: { Cookie: cookie, Origin: parley.url } });
    expect((await seen())[0]).toMatchObject({ action: 'createAgent', actor: { type: 'person', id: latest!.actor.id, name: OWNER.name } });
    const again = await auth('/sign-in/email', { email: OWNER.email, password: OWNER.password });
    const other = again.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    await auth('/sign-out', {}, { Cookie: other });
    expect((await seen())[0]).toMatchObject({ action: 'signOut', actor: { type: 'person', name: OWNER.name }, resource_type: 'session' });
  });

  test('has who heard a recording, once for all the parts that a player asks for', async () => {
    const own = await furnish(parley, await parley.tenant('Heard'));
    const { secret: key } = await new ApiKeys(parley.database).create(own.organization, { name: 'Listener' });
    await Promise.all(
      Array.from({ length: 5 }, () => parley.request('GET', `/calls/${own.call}/recording`, { key, headers: { Range: 'bytes=0-9' } })),
    );
    for (const range of ['bytes=0-99', 'bytes=100-199', ''])
      expect(
        (await parley.request('GET', `/calls/${own.call}/recording`, { key, headers: range === '' ? {} : { Range: range } })).status,
      ).toBeLessThan(300);
    // A key of another organization that is sent along is nothing to this one.
    expect((await as('GET', `/calls/${own.call}/recording/signed?${own.signature}`)).status).toBe(200);
    expect(
      (await parley.request('GET', `/calls/${own.call}/recording/signed?${own.signature.replace(/signature=.../, 'signature=AAA')}`))
        .status,
    ).toBe(401);
    const heard = async (): Promise<unknown[]> =>
      (await list(`&resource_id=${own.call}`, key))
        .filter((one) => one.action.endsWith('Recording'))
        .map((one) => [one.action, one.actor.type]);
    expect(await eventually(heard, (entries) => entries.length > 1)).toEqual([
      ['getSignedRecording', 'anonymous'],
      ['getCallRecording', 'api_key'],
    ]);
  });

  test('is read by filters, page by page, by who may', async () => {
    const { id, key } = await parley.tenant('Paged');
    const ask = (path: string): Promise<Answer> => parley.request('GET', path, { key });
    for (let index = 0; index < 5; index += 1) await parley.request('POST', '/agents', { key, body: { name: `Agent ${String(index)}` } });
    const names: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = (await ask(`/audit-log?limit=2&action=createAgent${cursor === '' ? '' : `&cursor=${cursor}`}`)).json as Page<AuditEntry>;
      names.push(...page.items.map((one) => one.changes.find((change) => change.field === 'draft.name')?.after));
      cursor = page.next_cursor;
    }
    expect(names).toEqual([4, 3, 2, 1, 0].map((index) => `Agent ${String(index)}`));
    expect(await list('&created_after=2999-01-01T00:00:00Z', key)).toEqual([]);
    expect(await list('&actor_type=person', key)).toEqual([]);
    expect(await list('&actor_id=key_nobody', key)).toEqual([]);
    expect((await list('&resource_type=agent&outcome=success', key)).length).toBe(5);
    const narrow = await new ApiKeys(parley.database).create(id, { name: 'Narrow', scopes: ['agents:write'] });
    expect(((await parley.request('GET', '/audit-log', { key: narrow.secret })).json as Problem).code).toBe('insufficient_scope');
    const csv = (await ask('/audit-log/export?action=createAgent')).text.trimEnd().split('\r\n');
    expect([csv.length, csv[0]?.startsWith('id,created_at,actor_type')]).toEqual([6, true]);
    const lines = (await ask('/audit-log/export?format=jsonl&action=createAgent')).text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditEntry);
    expect(lines.map((one) => one.action)).toEqual(Array<string>(5).fill('createAgent'));
    expect((await list('&action=exportAuditLog', key)).length).toBeGreaterThan(0);
  });

  test.each(['parley_app', 'parley_auth', 'parley_system', 'owner of the tables'])('cannot be changed by %s', async (role) => {
    await as('POST', '/agents', { body: { name: 'Kept' } });
    for (const change of [`update audit_log set actor_name = 'Nobody'`, 'delete from audit_log', 'truncate audit_log']) {
      await asTableOwner(async (client) => {
        if (role.startsWith('parley_')) await client.query(`set role ${role}`);
        await client.query(`select set_config('app.organization_id', $1, false), set_config('app.audit_retention', 'on', false)`, [
          tenant.id,
        ]);
        await expect(client.query(change), `${role}: ${change}`).rejects.toThrow(/append-only|permission denied/);
      });
    }
  });

  test('goes when it is older than is set, and stays for thirty days whatever is set', async () => {
    const old = await parley.tenant('Old');
    const daysAgo = (days: number) => sql`now() - make_interval(days => ${days})`;
    await parley.database.asSystem(async (tx) => {
      for (const days of [400, 40, 20])
        await tx.execute(
          sql`insert into audit_log (id, organization_id, created_at, actor_type, action, resource_type) values (audit_id(), ${old.id}, ${daysAgo(days)}, 'system', ${`old${String(days)}`}, 'agent')`,
        );
    });
    const left = async (): Promise<string[]> =>
      (await list('', old.key)).map((one) => one.action).filter((action) => action.startsWith('old'));
    await new Audit({ database: parley.database, keptMs: null }).tidy();
    expect(await left()).toEqual(['old20', 'old40', 'old400']);
    await new Audit({ database: parley.database, keptMs: 365 * 86_400_000 }).tidy();
    expect(await left()).toEqual(['old20', 'old40']);
    await new Audit({ database: parley.database, keptMs: 0 }).tidy();
    expect(await left()).toEqual(['old20']);
  });
});

describe('an entry as a line of a file', () => {
  const entry: AuditEntry = {
    id: 'audit_00000000000000000000000000',
    created_at: '2026-01-01T00:00:00.000Z',
    actor: { type: 'person', id: 'user_1', name: '=cmd("x"), Ann' },
    action: 'updateAgent',
    outcome: 'success',
    resource_type: 'agent',
    resource_id: null,
    changes: [{ field: 'name', before: 'a', after: 'b\n', hidden: false }],
    address: '::1',
    user_agent: 'x',
    request_id: null,
  };
  test('quotes what would break it, and is no formula', () => {
    expect(asCsv(entry)).toBe(
      `audit_00000000000000000000000000,2026-01-01T00:00:00.000Z,person,user_1,"'=cmd(""x""), Ann",updateAgent,success,agent,,::1,x,,"[{""field"":""name"",""before"":""a"",""after"":""b\\n"",""hidden"":false}]"\r\n`,
    );
  });
});
