/** What the schema of a record's key, or of a union's option, found wrong is what the client is told. */
import type { Problem } from '@parley/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type Tenant, type TestServer } from '../../testing.ts';

type FieldError = NonNullable<Problem['errors']>[number];

let parley: TestServer;
let tenant: Tenant;
let agent: string;

beforeAll(async () => {
  parley = await startTestServer();
  tenant = await parley.tenant();
  agent = ((await parley.request('POST', '/agents', { key: tenant.key, body: { name: 'Anna' } })).json as { id: string }).id;
});
afterAll(() => parley.close());

const WEBHOOK = { url: 'https://example.com/hook' };
const CONDITION = { field: '/data/a', operator: 'eq' };

test.each<[title: string, path: string, body: () => object, error: FieldError]>([
  [
    'a reserved webhook header',
    '/webhooks',
    () => ({ ...WEBHOOK, custom_headers: { Host: 'x' } }),
    { pointer: '/custom_headers/Host', message: 'is set by the delivery itself' },
  ],
  [
    'a webhook header that is none',
    '/webhooks',
    () => ({ ...WEBHOOK, custom_headers: { 'a b': 'x' } }),
    { pointer: '/custom_headers/a b', message: 'must be the name of an HTTP header' },
  ],
  [
    'a variable of two words',
    '/agents',
    () => ({ name: 'A', variables: { 'a b': '1' } }),
    { pointer: '/variables/a b', message: 'must be letters, digits and underscores, at most 64' },
  ],
  [
    'a metadata key without a letter',
    '/calls',
    () => ({ type: 'web', agent_id: agent, metadata: { '': 'x' } }),
    { pointer: '/metadata/', message: 'must not be empty' },
  ],
  [
    'a tag that is none',
    '/calls',
    () => ({ type: 'web', agent_id: agent, agent_version: 'My tag' }),
    { pointer: '/agent_version', message: 'must be a version number, "draft", "latest" or a tag' },
  ],
  [
    'a version that cannot be',
    '/calls',
    () => ({ type: 'web', agent_id: agent, agent_version: 0 }),
    { pointer: '/agent_version', message: 'must be at least 1' },
  ],
  [
    'a version of another type',
    '/calls',
    () => ({ type: 'web', agent_id: agent, agent_version: [] }),
    { pointer: '/agent_version', message: 'must be a number or text' },
  ],
  [
    'a condition with a long text',
    '/webhooks',
    () => ({ ...WEBHOOK, conditions: [{ ...CONDITION, value: 'x'.repeat(1_025) }] }),
    { pointer: '/conditions/0/value', message: 'must have at most 1,024 characters' },
  ],
  [
    'a condition with an object',
    '/webhooks',
    () => ({ ...WEBHOOK, conditions: [{ ...CONDITION, value: {} }] }),
    { pointer: '/conditions/0/value', message: 'must be text, a number, true or false, null or a list' },
  ],
  [
    'a condition with an object in its list',
    '/webhooks',
    () => ({ ...WEBHOOK, conditions: [{ ...CONDITION, value: ['a', {}] }] }),
    { pointer: '/conditions/0/value/1', message: 'must be text, a number, true or false or null' },
  ],
  [
    'an address that is none: all options have words of their own together',
    '/api-keys',
    () => ({ name: 'Web', allowed_ips: ['127.0.0.1', 'home'] }),
    { pointer: '/allowed_ips/1', message: 'must be an IP address or a network such as 203.0.113.0/24' },
  ],
  ['a call of no type', '/calls', () => ({ agent_id: agent }), { pointer: '/type', message: 'must be one of web, phone' }],
])('%s', async (_title, path, body, error) => {
  const { status, json } = await parley.request('POST', path, { key: tenant.key, body: body() });
  expect(status).toBe(422);
  expect((json as Problem).errors).toEqual([error]);
});
