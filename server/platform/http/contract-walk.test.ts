/** Every operation, with what it takes and with what it does not: the answers are the declared ones, and never a defect. */
import { eq } from 'drizzle-orm';
import { covers, Problem, SCOPES, type Scope } from '@parley/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ApiKeys } from '../../access/api-keys/api-key-service.ts';
import { describeOnBoth } from '../db/testing-suites.ts';
import { eventually, startTestServer, type Answer, type RequestOptions, type Tenant, type TestServer } from '../../testing.ts';
import { auditLog } from '../db/schema.ts';
import { isAudited } from './audit.ts';
import { declaredErrors } from './declared-errors.ts';
import { MAX_BODY_BYTES } from './mount.ts';
import type { RouteDeclaration } from './route.ts';
import { bodyOf, furnish, pathOf, validBody, withQuery, type Belongings } from './testing-walk.ts';
import { resolve, type JsonSchema } from './testing-schema.ts';

/** Without media processes nobody takes or carries a call; the calls in `call-host/` do. */
const WITHOUT_MEDIA: Readonly<Record<string, number>> = {
  getVoiceSample: 503,
  offerCall: 401,
  injectCallContext: 409,
  setUpOwner: 401,
  acceptInvitation: 401,
};
/** Answered by bytes. */
const MEDIA: ReadonlySet<string> = new Set(['getCallRecording', 'getSignedRecording', 'exportConversation', 'exportAuditLog']);

/** The validator's own words, and what says nothing: what was wrong with a union's value is in the issues within. */
const SAYS_NOTHING = /^Invalid |^Too (small|big)|\bexpected |is nothing that is possible here/;

type Json = Record<string, unknown>;

const schemaOf = (declared: RouteDeclaration): JsonSchema =>
  z.toJSONSchema(declared.body ?? z.never(), { io: 'input', unrepresentable: 'any' }) as JsonSchema;

/** The object schema that a valid body is of. */
function shapeOf(declared: RouteDeclaration, valid: Json): JsonSchema {
  const root = schemaOf(declared);
  const components = (root as { $defs?: Record<string, JsonSchema> }).$defs ?? {};
  const resolved = resolve(root, { components });
  const choices = resolved.oneOf ?? resolved.anyOf;
  if (choices === undefined) return resolved;
  const fitting = choices.map((one) => resolve(one, { components })).find((one) => one.properties?.type?.const === valid.type);
  if (fitting === undefined) throw new Error(`${declared.id} has no schema for its valid body`);
  return fitting;
}

const takesJson = (declared: RouteDeclaration): boolean => declared.body !== undefined && declared.bodyType === undefined;

describeOnBoth('every operation', (kind) => {
  /** For what no database has a part in: once is enough. */
  const testOnce = (title: string, run: () => Promise<void>): void => {
    if (kind === 'embedded') test(title, { timeout: 120_000 }, run);
  };
  let parley: TestServer;
  let mine: Tenant;
  let own: Belongings;

  beforeAll(async () => {
    parley = await startTestServer({ kind });
    mine = await parley.tenant('Mine');
    own = await furnish(parley, mine);
  });
  afterAll(() => parley.close());

  const operations = (): readonly RouteDeclaration[] => parley.app.routes;

  const isDeclared = (declared: RouteDeclaration, answer: Answer, where: string): void => {
    if (answer.status < 400) return expect(Object.keys(declared.responses), where).toContain(String(answer.status));
    const { code, errors = [] } = Problem.parse(answer.json);
    expect([...declaredErrors(declared)], `${where} answered ${code}`).toContain(code);
    for (const { message } of errors) expect(message, where).not.toMatch(SAYS_NOTHING);
    if (WITHOUT_MEDIA[declared.id] !== 503) expect(answer.status, where).toBeLessThan(500);
  };

  const ask = async (declared: RouteDeclaration, options: RequestOptions, path = pathOf(declared, own)): Promise<Answer> => {
    const answer = await parley.request(declared.method, path, { key: mine.key, ...options });
    isDeclared(declared, answer, `${declared.id} ${JSON.stringify(options).slice(0, 200)}`);
    return answer;
  };

  /** Whatever changes something is in the audit trail: who, what, from where. */
  const expectAudited = async (declared: RouteDeclaration, organizationId: string, { headers }: Answer): Promise<void> => {
    const requestId = headers.get('x-request-id') ?? '';
    const read = () => parley.database.asSystem((tx) => tx.select().from(auditLog).where(eq(auditLog.requestId, requestId)));
    // What is heard is written down when it was sent.
    const entries = await (isAudited(declared) ? eventually(read, (found) => found.length > 0) : read());
    if (!isAudited(declared)) return expect(entries, declared.id).toEqual([]);
    expect(entries.length, declared.id).toBeGreaterThan(0);
    const actor = declared.auth === 'public' ? { actorType: 'anonymous' } : { actorType: 'api_key', actorName: 'Walk' };
    for (const entry of entries) expect(entry, declared.id).toMatchObject({ organizationId, action: declared.id, ...actor });
    expect(entries[0]?.address, declared.id).toMatch(/^198\.51\./);
  };

  test('answers a valid request as it declares and is audited', { timeout: 120_000 }, async () => {
    for (const declared of operations()) {
      const fresh = await furnish(parley, await parley.tenant());
      const tenant = {
        id: fresh.organization,
        key: (await new ApiKeys(parley.database).create(fresh.organization, { name: 'Walk' })).secret,
      };
      const target = declared.id === 'endCall' || declared.id === 'deleteCall' ? { ...fresh, call: fresh.registered } : fresh;
      const answer = await parley.request(declared.method, pathOf(declared, target), { ...bodyOf(declared, fresh), key: tenant.key });
      isDeclared(declared, answer, declared.id);
      const refusal = WITHOUT_MEDIA[declared.id];
      if (refusal === undefined) expect(answer.status, `${declared.id} ${answer.text}`).toBeLessThan(400);
      else expect(answer.status, `${declared.id} ${answer.text}`).toBe(refusal);
      if (answer.status < 400) await expectAudited(declared, fresh.organization, answer);
      if (answer.status < 400 && declared.responses[answer.status] === null && !MEDIA.has(declared.id))
        expect(answer.text, declared.id).toBe('');
    }
  });

  test('changes and deletes nothing that somebody else changed meanwhile', async () => {
    const conditional = operations().filter((one) => one.conditional !== undefined);
    const guarded = conditional.filter((one) => one.method !== 'delete').map((one) => one.path);
    const deletions = operations().filter((one) => one.method === 'delete' && guarded.includes(one.path));
    expect(deletions.filter((one) => one.conditional === undefined).map((one) => one.id)).toEqual([]);
    const fresh = await furnish(parley, await parley.tenant());
    const key = (await new ApiKeys(parley.database).create(fresh.organization, { name: 'Walk' })).secret;
    // What deletes comes last: the others are of the same resources.
    for (const declared of conditional.toSorted((a, b) => Number(a.method === 'delete') - Number(b.method === 'delete'))) {
      const path = pathOf(declared, fresh);
      const tag = (await parley.request('get', path, { key })).headers.get('etag') ?? '';
      const ask = (ifMatch: string): Promise<Answer> =>
        parley.request(declared.method, path, { ...bodyOf(declared, fresh), key, headers: { 'If-Match': ifMatch } });
      expect((await ask('"999999"')).status, declared.id).toBe(412);
      const answer = await ask(`"999999", W/${tag}`);
      expect(answer.status, `${declared.id} ${answer.text}`).toBeLessThan(400);
    }
  });

  test('has a scope, and refuses a key that has every other', async () => {
    const keys = new ApiKeys(parley.database);
    for (const declared of operations()) {
      if (declared.auth === 'public' || declared.auth === 'client_token') continue;
      const { scope } = declared;
      expect(scope, declared.id).not.toBeUndefined();
      if (scope === null || scope === undefined) continue;
      const others = SCOPES.filter((one): one is Scope => one !== '*' && !covers([one], scope));
      const { secret } = await keys.create(mine.id, { name: 'Narrow', scopes: others });
      const answer = await ask(declared, { ...bodyOf(declared, own), key: secret });
      expect((answer.json as Problem).code, declared.id).toBe('insufficient_scope');
    }
  });

  test('misses each required field by name', async () => {
    for (const declared of operations().filter(takesJson)) {
      const valid = validBody(declared, own) as Json;
      for (const field of shapeOf(declared, valid).required ?? []) {
        const { [field]: _missing, ...rest } = valid;
        const answer = await ask(declared, { body: rest });
        expect(answer.status, `${declared.id} without ${field}`).toBe(422);
        expect(
          (answer.json as Problem).errors?.map((one) => one.pointer),
          `${declared.id} without ${field}`,
        ).toContain(`/${field}`);
      }
    }
  });

  test('refuses values of another type by name', { timeout: 120_000 }, async () => {
    for (const declared of operations().filter(takesJson)) {
      const valid = validBody(declared, own) as Json;
      for (const field of Object.keys(shapeOf(declared, valid).properties ?? {})) {
        for (const wrong of [7.5, 'text', true, [], {}, [null], { a: { b: [] } }, { '': 'x' }]) {
          const body = { ...valid, [field]: wrong };
          const fits = declared.body?.safeParse(body).success === true;
          const answer = await ask(declared, { body });
          if (fits) continue;
          expect(answer.status, `${declared.id} ${JSON.stringify(body)}`).toBe(422);
          expect(
            (answer.json as Problem).errors?.some((one) => one.pointer.startsWith(`/${field}`)),
            `${declared.id} ${field} ${answer.text}`,
          ).toBe(true);
        }
      }
    }
  });

  testOnce('refuses what is too large', async () => {
    const long = 'x'.repeat(MAX_BODY_BYTES - 1_000);
    for (const declared of operations().filter(takesJson)) {
      const valid = validBody(declared, own) as Json;
      for (const field of Object.keys(shapeOf(declared, valid).properties ?? {})) {
        for (const large of [
          long,
          Array.from({ length: 10_000 }, () => 'x'),
          Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${String(index)}`, 'x'])),
        ]) {
          const answer = await ask(declared, { body: { ...valid, [field]: large } });
          expect([413, 422], `${declared.id} ${field}`).toContain(answer.status);
        }
      }
      expect((await ask(declared, { body: { ...valid, filler: 'x'.repeat(MAX_BODY_BYTES) } })).status, declared.id).toBe(413);
    }
  });

  test('refuses query parameters of another type by name', async () => {
    for (const declared of operations()) {
      if (declared.query === undefined) continue;
      const shape = (z.toJSONSchema(declared.query, { io: 'input', unrepresentable: 'any' }) as JsonSchema).properties ?? {};
      const path = pathOf(declared, own).split('?')[0] ?? '';
      for (const name of Object.keys(shape)) {
        for (const query of [
          `${name}=%00`,
          `${name}=a&${name}=b`,
          `${name}[x]=1&${name}=2`,
          `${name}[__proto__]=1`,
          `${name}=${'9'.repeat(400)}`,
        ])
          await ask(declared, {}, withQuery(path, query));
      }
    }
  });

  test('nothing of all this was a defect', () => {
    expect(parley.logged.filter((line) => /"level":[56]0/.test(line) && !line.includes('engine_unavailable'))).toEqual([]);
  });
});
