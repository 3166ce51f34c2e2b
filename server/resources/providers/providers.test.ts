import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AgentConfig, type AgentSnapshot, type EngineStatus, type Problem, type Provider, type ProviderTest } from '@parley/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSecretBox } from '../../platform/secrets/secret-box.ts';
import { providerCredentials } from '../../platform/db/schema.ts';
import { startTestServer, type Answer, type Tenant, type TestServer } from '../../testing.ts';
import { putCredential } from './provider-store.ts';
import { Providers } from './provider-service.ts';

const OPERATOR_KEY = 'sk-operator-0000000000000000000000001111';
const TENANT_KEY = 'sk-tenant-00000000000000000000000000002222';

/** An OpenAI-compatible endpoint on this machine, and what it was asked. */
class Endpoint {
  readonly asked: { path: string; authorization: string | undefined; body: string }[] = [];
  readonly #server: Server;
  answer: (request: IncomingMessage) => number = () => 200;
  location: string | undefined;
  says = '{}';

  constructor() {
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (data: Buffer) => (body += data.toString()));
      request.on('end', () => {
        this.asked.push({ path: request.url ?? '', authorization: request.headers.authorization, body });
        response.writeHead(this.answer(request), this.location === undefined ? {} : { Location: this.location }).end(this.says);
      });
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/v1`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

let endpoint: Endpoint;
let url = '';
let parley: TestServer;
let tenant: Tenant;

const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
  parley.request(method, path, { key: tenant.key, ...(body === undefined ? {} : { body }) });
const put = (name: string, body: unknown): Promise<Answer> => call('PUT', `/providers/${name}`, body);
const probe = async (name: string): Promise<ProviderTest> => (await call('POST', `/providers/${name}/test`)).json as ProviderTest;
const shown = async (name: string): Promise<Provider | undefined> =>
  ((await call('GET', '/providers')).json as { items: Provider[] }).items.find((one) => one.name === name);

const serveWith = (environment: () => Record<string, string>): void => {
  beforeAll(async () => {
    endpoint = new Endpoint();
    url = await endpoint.open();
    parley = await startTestServer({ environment: environment() });
  });
  beforeEach(async () => {
    tenant = await parley.tenant();
  });
  afterEach(() => {
    endpoint.asked.length = 0;
    endpoint.answer = () => 200;
    endpoint.location = undefined;
    endpoint.says = '{}';
  });
  afterAll(async () => {
    await parley.close();
    await endpoint.close();
  });
};

describe('where tenants may reach this machine', () => {
  serveWith(() => ({ PARLEY_OUTBOUND_ALLOW: '127.0.0.1' }));

  test('without any key, the embedded provider is there and the others say what they need', async () => {
    expect(await shown('embedded')).toMatchObject({ source: 'built_in' });
    expect(await shown('openai')).toMatchObject({ state: 'needs_key', source: 'none', key_last_four: null });
    expect(await shown('openai_compatible')).toMatchObject({ state: 'needs_key', source: 'none', base_url: null });
    for (const name of ['openai', 'openai_compatible']) {
      const answer = await call('POST', `/providers/${name}/test`);
      expect(answer.status).toBe(409);
      expect(answer.json).toMatchObject({ code: 'provider_not_configured' });
    }
  });

  test('a key is kept sealed, shown by its end, used, and forgotten', async () => {
    const answer = await put('openai_compatible', { api_key: TENANT_KEY, base_url: url, models: ['small'] });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ state: 'ready', source: 'organization', key_last_four: '2222', base_url: url, models: ['small'] });
    const rows = await parley.database.asSystem((tx) => tx.select().from(providerCredentials));
    expect(JSON.stringify(rows)).not.toContain(TENANT_KEY);
    expect((await call('GET', '/providers')).text).not.toContain(TENANT_KEY);
    expect(await probe('openai_compatible')).toMatchObject({ ok: true, message: 'The provider answered.' });
    expect(endpoint.asked).toEqual([{ path: '/v1/models', authorization: `Bearer ${TENANT_KEY}`, body: '' }]);
    expect((await call('DELETE', '/providers/openai_compatible')).status).toBe(204);
    expect(await shown('openai_compatible')).toMatchObject({ state: 'needs_key', source: 'none' });
  });

  test('another organization sees and uses nothing of it', async () => {
    await put('openai_compatible', { api_key: TENANT_KEY, base_url: url });
    tenant = await parley.tenant();
    expect(await shown('openai_compatible')).toMatchObject({ state: 'needs_key', key_last_four: null, base_url: null });
  });

  test('what a change leaves out stays', async () => {
    await put('openai_compatible', { api_key: TENANT_KEY, base_url: url, models: ['small'] });
    const answer = await put('openai_compatible', { models: ['large'] });
    expect(answer.json).toMatchObject({ key_last_four: '2222', base_url: url, models: ['large'] });
  });

  test('an endpoint that lists no models is asked for one token', async () => {
    await put('openai_compatible', { base_url: `${url}/`, models: ['small'] });
    endpoint.answer = ({ url: path }) => (path === '/v1/models' ? 404 : 200);
    expect(await probe('openai_compatible')).toMatchObject({ ok: true });
    expect(endpoint.asked.map(({ path, authorization }) => [path, authorization])).toEqual([
      ['/v1/models', undefined],
      ['/v1/chat/completions', undefined],
    ]);
    expect(JSON.parse(endpoint.asked[1]?.body ?? '')).toMatchObject({ model: 'small', max_tokens: 1 });
  });

  test.each([
    [401, 'The provider refuses the key.'],
    [403, 'The provider refuses the key.'],
    [500, 'The provider answered with status 500.'],
    [302, 'The provider answered with status 302.'],
  ])('status %i is said in words', async (status, message) => {
    await put('openai_compatible', { api_key: TENANT_KEY, base_url: url });
    endpoint.answer = () => status;
    endpoint.location = `${url}/elsewhere`;
    expect(await probe('openai_compatible')).toMatchObject({ ok: false, message });
    expect(endpoint.asked.length).toBe(1);
  });

  test('a refusal is told as the provider put it, without the key', async () => {
    await put('openai_compatible', { api_key: TENANT_KEY, base_url: url });
    endpoint.answer = () => 401;
    const error = {
      message: `Incorrect API key provided: ${TENANT_KEY}.`,
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_api_key',
    };
    endpoint.says = JSON.stringify({ error });
    const answer = await probe('openai_compatible');
    expect(answer).toMatchObject({
      ok: false,
      message: 'The provider refuses the key.',
      refusal: { status: 401, type: 'invalid_request_error', code: 'invalid_api_key', message: 'Incorrect API key provided: [removed].' },
    });
    expect(JSON.stringify(answer)).not.toContain(TENANT_KEY);
    endpoint.answer = () => 500;
    endpoint.says = '<html><head><title>502 Bad Gateway</title></head></html>';
    expect((await probe('openai_compatible')).refusal).toEqual({ status: 500, message: '502 Bad Gateway' });
    endpoint.answer = () => 200;
    expect(await probe('openai_compatible')).not.toHaveProperty('refusal');
  });

  test('an endpoint that is not there is said to be so', async () => {
    await put('openai_compatible', { base_url: 'http://127.0.0.1:1/v1' });
    expect(await probe('openai_compatible')).toMatchObject({ ok: false, message: 'The provider could not be reached.' });
  });

  test('the embedded provider takes no key', async () => {
    expect((await put('embedded', { api_key: 'x' })).status).toBe(409);
    expect((await call('DELETE', '/providers/embedded')).status).toBe(204);
  });
});

describe('the addresses that tenants enter', () => {
  serveWith(() => ({}));

  test.each([
    'http://127.0.0.1/v1',
    'http://127.1/v1',
    'http://2130706433/v1',
    'http://0x7f000001/v1',
    'http://0/v1',
    'http://[::1]/v1',
    'http://[::ffff:10.0.0.1]/v1',
    'http://10.1.2.3/v1',
    'http://169.254.169.254/latest',
    'http://192.168.0.1',
    'http://100.64.0.1',
    'http://[fd00::1]',
    'http://[fe80::1]',
    'http://[64:ff9b::7f00:1]',
    'http://localhost:3000',
    'http://api.localhost',
    'http://LOCALHOST.',
    'ftp://example.com',
    'file:///etc/passwd',
    'https://user:secret@example.com',
  ])('%s is refused', async (address) => {
    const answer = await put('openai_compatible', { base_url: address });
    expect(answer.status).toBe(422);
    expect((answer.json as Problem).errors?.[0]?.pointer).toBe('/base_url');
    expect(await shown('openai_compatible')).toMatchObject({ state: 'needs_key' });
  });
});

describe("with the operator's endpoint and key in the environment", () => {
  serveWith(() => ({ OPENAI_BASE_URL: url, OPENAI_API_KEY: OPERATOR_KEY }));

  test('everybody may use them, wherever the operator put them', async () => {
    for (const name of ['openai', 'openai_compatible']) {
      expect(await shown(name)).toMatchObject({ state: 'ready', source: 'environment', base_url: url });
      expect(await probe(name)).toMatchObject({ ok: true });
    }
    expect(endpoint.asked.map(({ authorization }) => authorization)).toEqual([`Bearer ${OPERATOR_KEY}`, `Bearer ${OPERATOR_KEY}`]);
    expect((await call('GET', '/providers')).text).not.toContain(OPERATOR_KEY);
  });

  test("a tenant's key wins", async () => {
    await put('openai', { api_key: TENANT_KEY });
    expect(await shown('openai')).toMatchObject({ source: 'organization', key_last_four: '2222' });
    await probe('openai');
    expect(endpoint.asked[0]?.authorization).toBe(`Bearer ${TENANT_KEY}`);
  });

  test("the operator's machine is not open to tenants for it, and the key does not follow a tenant's address", async () => {
    expect((await put('openai', { base_url: url })).status).toBe(422);
    // Kept all the same: by an older version, or under another PARLEY_OUTBOUND_ALLOW.
    for (const name of ['openai', 'openai_compatible'] as const) {
      const row = { organizationId: tenant.id, provider: name, encryptedKey: null, keyLastFour: null, baseUrl: url, models: [] };
      await parley.database.asOrganization(tenant.id, (tx) => putCredential(tx, row));
    }
    expect(await probe('openai_compatible')).toMatchObject({
      ok: false,
      message: expect.stringContaining('PARLEY_OUTBOUND_ALLOW') as string,
    });
    expect((await call('POST', '/providers/openai/test')).status).toBe(409);
    expect(endpoint.asked).toEqual([]);
    const providers = new Providers({
      database: parley.database,
      secretBox: createSecretBox(parley.secret),
      config: parley.config,
      engines: () => [],
    });
    const agent: AgentSnapshot = {
      id: 'agent_0',
      version: null,
      config: AgentConfig.parse({ name: 'x', llm: { provider: 'openai', model: 'small' } }),
    };
    expect(await providers.secretsOf(tenant.id, agent)).toEqual({ llm: { apiKey: undefined, baseUrl: url, addressFrom: 'tenant' } });
    const other = await parley.tenant();
    expect(await providers.secretsOf(other.id, agent)).toEqual({ llm: { apiKey: OPERATOR_KEY, baseUrl: url, addressFrom: 'operator' } });
  });

  test('what runs the voice detector is told where the embedded provider is', async () => {
    const detector: EngineStatus = { kind: 'vad', name: 'silero-v5', state: 'ready', message: 'Voice detection runs on sherpa-onnx.' };
    const providers = new Providers({
      database: parley.database,
      secretBox: createSecretBox(parley.secret),
      config: parley.config,
      engines: () => [detector],
    });
    const embedded = (await providers.list((await parley.tenant()).id)).find(({ name }) => name === 'embedded');
    expect(embedded?.message).toMatch(/^Works without network and key: .* Voice detection runs on sherpa-onnx\.$/);
  });
});
