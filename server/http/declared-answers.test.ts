import { Problem, type Agent, type CreatedApiKey, type CreatedCall } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type Answer, type RequestOptions, type Tenant, type TestServer } from '../testing.ts';
import { declaredErrors } from './declared-errors.ts';
import type { RouteDeclaration } from './route.ts';

/** Answered by a stream or by bytes, and tested where they are made. */
const WITHOUT_MEDIA: Readonly<Record<string, number>> = { getCallRecording: 404, getVoiceSample: 503, offerCall: 401 };

describe('what is answered is what is declared', () => {
  let parley: TestServer;
  let tenant: Tenant;
  const visited = new Set<string>();

  beforeAll(async () => {
    parley = await startTestServer();
    tenant = await parley.tenant();
  });
  afterAll(() => parley.close());

  const declared = (id: string): RouteDeclaration => {
    const found = parley.app.routes.find((one) => one.id === id);
    if (found === undefined) throw new Error(`there is no operation ${id}`);
    return found;
  };

  const check = (route: RouteDeclaration, answer: Answer): void => {
    if (answer.status >= 400) {
      const { code } = Problem.parse(answer.json);
      expect([...declaredErrors(route)], `${route.id} answered ${code}`).toContain(code);
      return;
    }
    expect(Object.keys(route.responses), route.id).toContain(String(answer.status));
    const schema = route.responses[answer.status];
    if (schema === null || schema === undefined) expect(answer.text, route.id).toBe('');
    else expect(schema.safeParse(answer.json).error, route.id).toBeUndefined();
  };

  const ask = async (id: string, ids: Record<string, string> = {}, options: RequestOptions = {}): Promise<unknown> => {
    const route = declared(id);
    const path = route.path.replace(/:(\w+)/g, (_all, name: string) => ids[name] ?? '');
    const answer = await parley.request(route.method, path, { key: tenant.key, ...options });
    check(route, answer);
    const refusal = WITHOUT_MEDIA[id];
    if (refusal === undefined) expect(answer.status, `${id} ${answer.text}`).toBeLessThan(400);
    else expect(answer.status, id).toBe(refusal);
    visited.add(id);
    return answer.json;
  };

  test('of agents', async () => {
    const { id } = (await ask('createAgent', {}, { body: { name: 'Anna' } })) as Agent;
    await ask('publishAgent', { id });
    await ask('updateAgent', { id }, { body: { greeting: 'Hi.' } });
    for (const one of ['getAgent', 'listAgents', 'listAgentVersions']) await ask(one, { id });
    for (const one of ['getAgentVersion', 'restoreAgentVersion']) await ask(one, { id, version: '1' });
    const call = (await ask('createCall', {}, { body: { type: 'web', agent_id: id } })) as CreatedCall;
    for (const one of ['listCalls', 'getCall', 'listCallEvents', 'getCallRecording', 'endCall', 'deleteCall'])
      await ask(one, { id: call.id });
    await ask('offerCall', { id: call.id }, { raw: 'v=0', headers: { 'Content-Type': 'application/sdp' } });
    await ask('deleteAgent', { id });
  });

  test('of keys, providers, voices, the organization and the installation', async () => {
    const key = (await ask('createApiKey', {}, { body: { name: 'Another' } })) as CreatedApiKey;
    await ask('listApiKeys');
    await ask('revokeApiKey', { id: key.id });
    await ask('listProviders');
    await ask('putProvider', { name: 'openai' }, { body: { api_key: 'sk-test-0000' } });
    await ask('deleteProvider', { name: 'openai' });
    await ask('testProvider', { name: 'embedded' });
    await ask('listVoices');
    await ask('getVoiceSample', { provider: 'embedded', id: 'slt' });
    await ask('getMe');
    await ask('getOrganization');
    await ask('updateOrganization', {}, { body: { name: 'Renamed' } });
    await ask('getSystem');
    await ask(
      'setUpOwner',
      {},
      { body: { token: await parley.app.setup.ownerToken(), name: 'Ann', email: 'ann@example.org', password: 'correct horse battery' } },
    );
  });

  test('of a setup when there is an owner', async () => {
    const body = { token: 'used', name: 'Eve', email: 'eve@example.org', password: 'correct horse battery' };
    const answer = await parley.request('POST', '/setup', { body });
    check(declared('setUpOwner'), answer);
    expect(answer.status).toBe(409);
  });

  test('of every operation there is', () => {
    expect([...visited].sort()).toEqual(parley.app.routes.map(({ id }) => id).sort());
  });

  test('of requests that are wrong', async () => {
    const ids = { id: 'agent_00000000000000000000000000', version: '1', name: 'openai', provider: 'embedded' };
    for (const route of parley.app.routes) {
      const path = route.path.replace(/:(\w+)/g, (_all, name: keyof typeof ids) => ids[name]);
      const type = { 'Content-Type': route.bodyType ?? 'application/json' };
      const wrong: RequestOptions[] = [{}, { key: 'parley_sk_wrong' }, { key: tenant.key, headers: { 'Content-Type': 'text/plain' } }];
      if (route.body !== undefined)
        for (const raw of ['{', '{}', '[]', `"${'x'.repeat(1_000_001)}"`]) wrong.push({ key: tenant.key, raw, headers: type });
      for (const options of wrong)
        check(route, await parley.request(route.method, `${path}${route.body === undefined ? '?surprise=1' : ''}`, options));
    }
  });
});
