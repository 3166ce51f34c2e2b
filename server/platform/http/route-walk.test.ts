/** Walks every declared route, and the media upgrade, with every wrong credential and every kind of broken request. */
import { once } from 'node:events';
import http from 'node:http';
import { Problem, REFUSALS_AS_MESSAGES } from '@parley/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ClientTokens } from '../../access/tokens/client-token.ts';
import { describeOnBoth } from '../db/testing-suites.ts';
import { startTestServer, type Answer, type RequestOptions, type Tenant, type TestServer } from '../../testing.ts';
import { MAX_BODY_BYTES } from './mount.ts';
import type { RouteDeclaration } from './route.ts';
import { bodyOf, furnish, MARK, namesProperty, pathOf, valuesOf, withQuery, type Belongings } from './testing-walk.ts';

/** What a page in a browser hears of it: one message, then a close code. */
async function refusedInWords(url: string, path: string, headers: Record<string, string>): Promise<unknown> {
  const { 'sec-websocket-protocol': protocol, ...others } = headers;
  const socket = new WebSocket(url.replace('http', 'ws'), protocol?.split(', ') ?? [], {
    headers: others,
    // As it is written: `//` too.
    finishRequest: (request) => {
      request.path = path;
      request.end();
    },
  });
  const said: { type: string; code: string; message: string }[] = [];
  socket.on('message', (data: Buffer) => said.push(JSON.parse(data.toString()) as (typeof said)[number]));
  const [closed] = (await once(socket, 'close')) as [number];
  expect(said).toHaveLength(1);
  expect(said[0]?.message).toMatch(/\.$/);
  return { said: { type: said[0]?.type, code: said[0]?.code }, closed };
}

function upgrade(url: string, path: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(url + path, {
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      },
    });
    request.on('response', (response) => {
      let text = '';
      response.on('data', (data: Buffer) => (text += data.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve({ status: 101, text: '' });
    });
    request.on('error', reject);
    request.end();
  });
}

describeOnBoth('every route', (kind) => {
  let parley: TestServer;
  let mine: Tenant;
  let other: Tenant;
  let foreign: Belongings;
  let own: Belongings;
  let expired: string;

  beforeAll(async () => {
    parley = await startTestServer({ kind });
    [mine, other] = [await parley.tenant('Mine'), await parley.tenant(MARK)];
    foreign = await furnish(parley, other);
    own = await furnish(parley, mine);
    expired = (await new ClientTokens(parley.secret, -60_000).issue(other.id, foreign.registered)).token;
  });
  afterAll(() => parley.close());

  const tokenOf = async (organizationId: string, call: string): Promise<string> =>
    (await new ClientTokens(parley.secret, 60_000).issue(organizationId, call)).token;

  const problemOf = (answer: Pick<Answer, 'status' | 'text'>, where: string): Problem => {
    const problem = Problem.parse(JSON.parse(answer.text));
    expect(problem.status, where).toBe(answer.status);
    expect(answer.text, where).not.toContain(MARK);
    expect(answer.text, where).not.toContain(other.id);
    return problem;
  };

  const walk = async (visit: (declared: RouteDeclaration, where: string) => Promise<void>): Promise<void> => {
    expect(parley.app.routes.length).toBeGreaterThan(25);
    for (const declared of parley.app.routes) await visit(declared, `${declared.method} ${declared.path}`);
  };

  test('refuses a stranger with a problem document that reveals nothing', async () => {
    await walk(async (declared, where) => {
      if (declared.auth === 'public') return;
      const answer = await parley.request(declared.method, pathOf(declared, foreign), bodyOf(declared, foreign));
      expect(answer.status, where).toBe(401);
      expect(problemOf(answer, where).code).toBe('unauthenticated');
      expect(answer.headers.get('content-type'), where).toContain('application/problem+json');
      expect(answer.headers.get('www-authenticate'), where).toBe('Bearer');
    });
  });

  test.each([
    ['garbage', 'Bearer %%%'],
    ['a key that does not exist', 'Bearer parley_sk_000000000000000000000000000000'],
    ['another scheme', 'Basic b3duZXI6b3duZXI='],
    ['no scheme', 'parley'],
    ['two tokens', 'Bearer a b'],
    [
      'an unsigned token',
      `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"x","aud":"parley-call"}').toString('base64url')}.`,
    ],
  ])('refuses %s as credentials', async (_title, authorization) => {
    await walk(async (declared, where) => {
      const { headers, ...body } = bodyOf(declared, foreign);
      const answer = await parley.request(declared.method, pathOf(declared, foreign), {
        ...body,
        headers: { ...headers, Authorization: authorization },
      });
      expect(answer.status, where).toBe(401);
      problemOf(answer, where);
    });
  });

  test('refuses an expired client token, and a client token wherever an API key belongs', async () => {
    const live = await tokenOf(other.id, foreign.registered);
    await walk(async (declared, where) => {
      for (const token of [expired, live]) {
        if (declared.auth === 'client_token' && token === live) continue;
        const answer = await parley.request(declared.method, pathOf(declared, { ...foreign, call: foreign.registered }), {
          ...bodyOf(declared, foreign),
          ...withBearer(declared, token),
        });
        expect(answer.status, where).toBe(401);
        expect(problemOf(answer, where).code, where).toBe(declared.auth === 'client_token' ? 'token_expired' : 'unauthenticated');
      }
    });
  });

  test('refuses a client token of another call, and an API key in its place', async () => {
    await walk(async (declared, where) => {
      if (declared.auth !== 'client_token') return;
      const path = pathOf(declared, foreign);
      for (const [token, status] of [
        [await tokenOf(mine.id, own.registered), 403],
        [mine.key, 401],
        [other.key, 401],
      ] as const) {
        const answer = await parley.request(declared.method, path, { ...bodyOf(declared, foreign), ...withBearer(declared, token) });
        expect(answer.status, where).toBe(status);
        problemOf(answer, where);
      }
    });
  });

  test("finds nothing under another organization's ids, and lists nothing of it", async () => {
    await walk(async (declared, where) => {
      if (declared.auth === 'client_token' || declared.auth === 'public') return;
      const answer = await parley.request(declared.method, pathOf(declared, foreign), { key: mine.key, ...bodyOf(declared, own) });
      if (namesProperty(declared)) expect(answer.status, where).toBe(404);
      expect(answer.status, where).toBeLessThan(500 + (declared.id === 'getVoiceSample' ? 100 : 0));
      // Lists show what is ours, whose texts are the same: the ids tell.
      for (const id of [other.id, ...valuesOf(foreign)]) expect(answer.text, where).not.toContain(id);
    });
    const stream = await parley.request('GET', `/calls/${foreign.call}/events`, {
      key: mine.key,
      headers: { Accept: 'text/event-stream' },
    });
    expect(stream.status).toBe(404);
    problemOf(stream, 'the live events');
    const call = await parley.request('POST', '/calls', { key: mine.key, body: { type: 'web', agent_id: foreign.agent } });
    expect(call.status).toBe(422);
    problemOf(call, "a call on another's agent");
  });

  test('leaves the other organization as it was', async () => {
    for (const path of [
      `/agents/${foreign.agent}`,
      `/calls/${foreign.call}`,
      `/calls/${foreign.call}/recording`,
      `/conversations/${foreign.conversation}`,
      `/phone-numbers/${foreign.number}`,
      `/quotas/${foreign.quota}`,
    ])
      expect((await parley.request('GET', path, { key: other.key })).status, path).toBe(200);
    expect((await parley.request('GET', '/organization', { key: other.key })).json).toMatchObject({ name: MARK });
    expect((await parley.request('GET', '/api-keys', { key: other.key })).text).toContain(foreign.key);
  });

  test('names fields it does not know, in body and query', async () => {
    await walk(async (declared, where) => {
      if (declared.auth === 'client_token') return;
      const path = pathOf(declared, own);
      const query = await parley.request(declared.method, withQuery(path, 'surprise=1'), { key: mine.key, ...bodyOf(declared, own) });
      expect(query.status, where).toBe(422);
      expect(problemOf(query, where).errors?.map((one) => one.pointer)).toContain('/query/surprise');
      if (declared.body === undefined) return;
      const body = await parley.request(declared.method, path, {
        key: mine.key,
        body: { ...(bodyOf(declared, own).body as object), surprise: 1 },
      });
      expect(body.status, where).toBe(422);
      expect(problemOf(body, where).errors, where).toContainEqual({ pointer: '/surprise', message: 'is not a field here' });
    });
  });

  test('takes no body that is none', async () => {
    const send = (declared: RouteDeclaration, raw: string | Uint8Array, headers: Record<string, string> = {}): Promise<Answer> =>
      parley.request(declared.method, pathOf(declared, own), {
        key: mine.key,
        raw,
        headers: { 'Content-Type': 'application/json', ...headers },
      });
    await walk(async (declared, where) => {
      if (declared.body === undefined || declared.bodyType !== undefined) return;
      for (const raw of ['null', '[]', '7', '"text"', '{"name":{"toString":1}}', '{"__proto__":{"name":"x"}}']) {
        const answer = await send(declared, raw);
        expect(answer.status, `${where} ${raw}`).toBe(422);
        problemOf(answer, where);
      }
      const malformed = await send(declared, '{\n  "name": nonsense\n}');
      expect(malformed.status, where).toBe(400);
      expect(problemOf(malformed, where)).toMatchObject({
        code: 'malformed_json',
        detail: 'The body is not valid JSON at line 2, column 11.',
      });
      const cut = await send(declared, '{"name": "x"');
      expect(problemOf(cut, where), where).toMatchObject({
        code: 'malformed_json',
        detail: expect.stringMatching(/at line 1, column 1[23]\./) as string,
      });
      // No body is an empty object: what may be left out is left out, what may not is named.
      for (const headers of [{}, { 'Content-Type': 'application/json' }]) {
        const empty = await send(declared, '', headers);
        expect([400, 415], where).not.toContain(empty.status);
        if (empty.status === 422) expect(JSON.stringify(problemOf(empty, where)), where).not.toContain('expected object');
      }
      const large = await send(declared, JSON.stringify({ name: 'x'.repeat(MAX_BODY_BYTES) }));
      expect(large.status, where).toBe(413);
      problemOf(large, where);
      for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
        const answer = await send(declared, 'name=x', { 'Content-Type': type });
        expect(answer.status, `${where} ${type}`).toBe(415);
        problemOf(answer, where);
      }
      expect((await send(declared, '{}', { 'Content-Type': 'application/json; charset=iso-8859-1' })).status, where).toBe(415);
      expect((await send(declared, '{}', { 'Content-Encoding': 'zstd-of-tomorrow' })).status, where).toBe(415);
      expect((await send(declared, 'this is not gzip', { 'Content-Encoding': 'gzip' })).status, where).toBe(400);
    });
  });

  test('answers text that no database keeps, and nesting without end, with the field', async () => {
    const nested = `{"a":`.repeat(20_000) + '1' + '}'.repeat(20_000);
    await walk(async (declared, where) => {
      if (declared.body === undefined || declared.bodyType !== undefined) return;
      for (const raw of [
        '{"name":"a\\u0000b"}',
        '{"name":"\\ud800"}',
        '{"variables":{"x":"\\u0000"}}',
        '{"metadata":{"\\u0000":"x"}}',
        nested,
        `{"functions":[${nested}]}`,
      ]) {
        const answer = await parley.request(declared.method, pathOf(declared, own), {
          key: mine.key,
          raw,
          headers: { 'Content-Type': 'application/json' },
        });
        expect(answer.status, `${where} ${raw.slice(0, 40)}`).toBe(422);
        problemOf(answer, where);
      }
    });
  });

  test.each([
    'q=%00',
    'q=%ff%fe',
    'q=',
    'limit=0',
    'limit=101',
    'limit=1e2x',
    'limit=1&limit=2',
    'cursor=x',
    `cursor=${'x'.repeat(600)}`,
    'cursor[]=x',
    ...[
      '-271821-04-20T00:00:00.000Z agent_0',
      '+275760-09-13T00:00:00.000Z agent_0',
      '2020-01-01T00:00:00.000Z a\u0000b',
      '0000-01-01T00:00:00.000Z x',
    ].map((text) => `cursor=${Buffer.from(text).toString('base64url')}`),
    'status=open',
    'created_after=yesterday',
    'created_after=0000-01-01T00:00:00Z',
    'agent_id=agent_1',
  ])('lists do not fall over ?%s', async (query) => {
    for (const path of ['/agents', '/calls', '/conversations', '/phone-numbers', '/api-keys', '/quotas', '/organization/members']) {
      const answer = await parley.request('GET', `${path}?${query}`, { key: mine.key });
      expect([200, 422], `${path} ${answer.text}`).toContain(answer.status);
      if (answer.status === 422) problemOf(answer, path);
    }
  });

  test.each([
    '/agents/%00',
    '/agents/%E0%A4%A',
    '/agents/agent_1',
    "/agents/agent_'or'1",
    '/calls/../agents/%2e%2e',
    '/agents/agent_00000000000000000000000000',
    '/nothing',
    '/agents/agent_00000000000000000000000000/versions/0',
    '/agents/agent_00000000000000000000000000/versions/99999999999',
    '/providers/nobody',
    '/voices/embedded/..%2f..%2fsecret-key/sample',
  ])('nothing is at %s', async (path) => {
    for (const method of ['GET', 'DELETE', 'PATCH', 'POST']) {
      const answer = await parley.request(method, path, { key: mine.key, ...(method === 'PATCH' ? { body: {} } : {}) });
      expect([404, 405], `${method} ${answer.text}`).toContain(answer.status);
      problemOf(answer, path);
    }
  });

  test('tells the methods of a path to whoever uses another', async () => {
    const byPath = Map.groupBy(parley.app.routes, (one) => one.path);
    for (const [path, declared] of byPath) {
      const methods = declared.map((one) => one.method.toUpperCase());
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'GET'].filter((one) => !methods.includes(one))) {
        const answer = await parley.request(method, pathOf(declared[0]!, own), { key: mine.key });
        expect(answer.status, `${method} ${path}`).toBe(405);
        expect(answer.headers.get('allow')?.split(', ').sort(), path).toEqual(methods.sort());
        problemOf(answer, path);
      }
    }
  });

  test('a body that is no SDP offer is said to be none, and the call can be tried again', async () => {
    const path = `/calls/${own.registered}/webrtc`;
    const key = await tokenOf(mine.id, own.registered);
    for (const raw of ['', 'hello', '{"sdp":"v=0"}', 'v=0\r\n', 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n']) {
      const answer = await parley.request('POST', path, { key, raw, headers: { 'Content-Type': 'application/sdp' } });
      expect(answer.status, raw).toBe(400);
      expect(problemOf(answer, path).code).toBe('invalid_sdp');
    }
    const large = await parley.request('POST', path, {
      key,
      raw: `v=0\r\n${'a=x\r\n'.repeat(20_000)}`,
      headers: { 'Content-Type': 'application/sdp' },
    });
    expect(large.status).toBe(413);
    const json = await parley.request('POST', path, { key, body: { sdp: 'v=0' } });
    expect(json.status).toBe(415);
    expect((await parley.request('GET', `/calls/${own.registered}`, { key: mine.key })).json).toMatchObject({ status: 'registered' });
  });

  test('the media upgrade is refused in words, whatever is wrong', async () => {
    const at = (call: string, token?: string): string => `/api/v1/calls/${call}/media${token === undefined ? '' : `?token=${token}`}`;
    const live = await tokenOf(other.id, foreign.registered);
    const cases: [string, number, string][] = [
      [at(foreign.registered), 401, 'unauthenticated'],
      [at(foreign.registered, 'garbage'), 401, 'unauthenticated'],
      [at(foreign.registered, expired), 401, 'token_expired'],
      [at(foreign.registered, await tokenOf(mine.id, own.registered)), 403, 'forbidden'],
      [at(foreign.registered, mine.key), 401, 'unauthenticated'],
      // Signed for an organization that does not own the call.
      [at(foreign.registered, await tokenOf(mine.id, foreign.registered)), 404, 'not_found'],
      [at('call_00000000000000000000000000', live), 403, 'forbidden'],
      ['/api/v1/calls/x/media?token=x', 404, 'not_found'],
      ['/api/v1/agents', 404, 'not_found'],
      ['//', 404, 'not_found'],
      ['/socket.io/?x=%E0%A4%A', 404, 'not_found'],
    ];
    for (const [path, status, code] of cases) {
      const answer = await upgrade(parley.url, path);
      expect(answer.status, path).toBe(status);
      expect(problemOf(answer, path).code).toBe(code);
      for (const headers of [{ origin: 'https://shop.example' }, { 'sec-websocket-protocol': `chat, ${REFUSALS_AS_MESSAGES}` }])
        expect(await refusedInWords(parley.url, path, headers), path).toEqual({ said: { type: 'error', code }, closed: 4_000 + status });
    }
  });

  test('nothing of all this was a defect', () => {
    expect(parley.logged.filter((line) => /"level":[56]0/.test(line) && !line.includes('engine_unavailable'))).toEqual([]);
  });
});

const withBearer = (declared: RouteDeclaration, token: string): RequestOptions => ({
  headers: { Authorization: `Bearer ${token}`, ...(declared.bodyType === undefined ? {} : { 'Content-Type': declared.bodyType }) },
});
