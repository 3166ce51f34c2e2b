/** Settings that can never work: refused where they are made, named where they were made before. */
import { AgentConfig, type Agent, type AgentProblem, type Problem } from '@parley/contract';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { agents } from '../../platform/db/schema.ts';
import { startTestServer, type Answer, type Tenant, type TestServer } from '../../testing.ts';

let parley: TestServer;
let tenant: Tenant;
beforeAll(async () => (parley = await startTestServer()));
afterAll(() => parley.close());
beforeEach(async () => (tenant = await parley.tenant()));

const ask = (method: string, path: string, body?: unknown): Promise<Answer> =>
  parley.request(method, path, { key: tenant.key, ...(body === undefined ? {} : { body }) });
const create = async (settings: object = {}): Promise<Agent> => {
  const answer = await ask('POST', '/agents', { name: 'New', ...settings });
  expect(answer.status, answer.text).toBe(201);
  return answer.json as Agent;
};
const refused = ({ status, json }: Answer): [number, string, ...string[]] => {
  const { code, errors = [] } = json as Problem;
  return [status, code, ...errors.map(({ pointer }) => pointer)];
};
const problemsOf = async (id: string, query = ''): Promise<AgentProblem[]> =>
  ((await ask('GET', `/agents/${id}/problems${query}`)).json as { items: AgentProblem[] }).items;

/** As an older version of the server kept it. */
const keep = async (id: string, settings: Partial<AgentConfig>): Promise<void> => {
  const draft = AgentConfig.parse({ name: 'Old', ...settings });
  await parley.database.asOrganization(tenant.id, (tx) => tx.update(agents).set({ draft }).where(eq(agents.id, id)));
};

const parameters = (schema: object) => ({ functions: [{ type: 'collect', name: 'note', parameters: { type: 'object', ...schema } }] });
const IMPOSSIBLE: [name: string, settings: object, pointer: string][] = [
  ['a language that is none', { language: 'not a language' }, '/language'],
  ['a language without an engine', { language: 'de-DE' }, '/language'],
  ['a voice that is not there', { tts: { voice: 'nobody' } }, '/tts/voice'],
  ['an embedded model that is not there', { llm: { model: 'gpt-4.1' } }, '/llm/model'],
  ['a provider without a model', { llm: { provider: 'openai' } }, '/llm/model'],
  ['a time zone that does not exist', { time_zone: 'Mars/Olympus' }, '/time_zone'],
  ['a greeting that the voice cannot pronounce', { greeting: 'Здравствуйте!' }, '/greeting'],
  ['a greeting of a variable without a sound', { greeting: '{{g}}', variables: { g: 'Привет' } }, '/greeting'],
  ['a reminder that the voice cannot pronounce', { turn_taking: { reminder: { text: '你好吗' } } }, '/turn_taking/reminder/text'],
  ['a greeting of symbols', { greeting: '∑∫ √' }, '/greeting'],
  ['a greeting of a gesture', { greeting: '👋' }, '/greeting'],
  ['a greeting of punctuation', { greeting: '...' }, '/greeting'],
  ['a greeting of spaces', { greeting: '   ' }, '/greeting'],
  ['a greeting of a variable that is a gesture', { greeting: '{{g}}!', variables: { g: '🎉' } }, '/greeting'],
  ['a reminder of a gesture', { turn_taking: { reminder: { text: '👋' } } }, '/turn_taking/reminder/text'],
  [
    'a reminder after the end for silence',
    { turn_taking: { reminder: { after_ms: 60_000 }, idle_timeout_ms: 10_000 } },
    '/turn_taking/reminder/after_ms',
  ],
  [
    'a reminder after the longest call',
    { turn_taking: { reminder: { after_ms: 30_000 }, max_call_ms: 20_000 } },
    '/turn_taking/reminder/after_ms',
  ],
  [
    'a wait for a provider beyond the longest call',
    { turn_taking: { provider_timeout_ms: 120_000, max_call_ms: 10_000 } },
    '/turn_taking/provider_timeout_ms',
  ],
  [
    'a wait for keys beyond the longest call',
    { turn_taking: { keys_timeout_ms: 30_000, max_call_ms: 10_000 } },
    '/turn_taking/keys_timeout_ms',
  ],
  ['a function whose schema is none', parameters({ properties: { age: { type: 'numbr' } } }), '/functions/0/parameters'],
  [
    'a pattern that is none',
    parameters({ properties: { a: { type: 'string', pattern: '(' } } }),
    '/functions/0/parameters/properties/a/pattern',
  ],
  [
    'a reference to nothing',
    parameters({ properties: { a: { type: 'string', $ref: '#/nope' } } }),
    '/functions/0/parameters/properties/a/$ref',
  ],
  [
    'an argument that may not be given',
    parameters({ required: ['zzz'], additionalProperties: false }),
    '/functions/0/parameters/required/0',
  ],
  ['a speed out of range', { tts: { speed: 3 } }, '/tts/speed'],
  ['a recogniser that does not exist', { stt: { provider: 'nobody' } }, '/stt/provider'],
];

describe.each(IMPOSSIBLE)('%s', (_name, settings, pointer) => {
  test('is refused when an agent is created', async () =>
    expect(refused(await ask('POST', '/agents', { name: 'New', ...settings }))).toEqual([422, 'validation_failed', pointer]));

  test('is refused when the draft is changed, which stays as it was', async () => {
    const { id, revision } = await create();
    expect(refused(await ask('PATCH', `/agents/${id}`, settings))).toEqual([422, 'validation_failed', pointer]);
    expect((await ask('GET', `/agents/${id}`)).json).toMatchObject({ revision, language: 'en-US' });
  });
});

test('a tag is kept in its canonical form, what was meant by it stays', async () => {
  const { id, language } = await create({ language: 'EN-gb' });
  expect(language).toBe('en-GB');
  expect((await ask('PATCH', `/agents/${id}`, { language: 'en-au' })).json).toMatchObject({ language: 'en-AU' });
});

describe('kept by an older version', () => {
  let id: string;
  beforeEach(async () => {
    ({ id } = await create());
    await keep(id, { language: 'de-DE', tts: { provider: 'embedded', voice: 'nobody', speed: 1 } });
  });

  test('they are named', async () =>
    expect(await problemsOf(id)).toMatchObject([
      { pointer: '/language', code: 'impossible_settings', provider: null },
      { pointer: '/tts/voice', code: 'impossible_settings', provider: null },
    ]));

  test('the rest can be edited, and they can be mended one by one', async () => {
    expect((await ask('PATCH', `/agents/${id}`, { prompt: 'Be kind.' })).status).toBe(200);
    expect((await ask('PATCH', `/agents/${id}`, { language: 'en-US' })).status).toBe(200);
    expect(await problemsOf(id)).toMatchObject([{ pointer: '/tts/voice' }]);
    expect((await ask('PATCH', `/agents/${id}`, { tts: { voice: null } })).status).toBe(200);
    expect(await problemsOf(id)).toEqual([]);
  });

  test('they cannot be changed to others', async () =>
    expect(refused(await ask('PATCH', `/agents/${id}`, { language: 'fr-FR' }))).toEqual([422, 'validation_failed', '/language']));

  test('publishing is refused', async () => {
    const answer = await ask('POST', `/agents/${id}/publish`);
    expect(refused(answer)).toEqual([409, 'impossible_settings', '/language', '/tts/voice']);
    expect((answer.json as Problem).detail).toMatch(/language must be a language .* tts\.voice must be a voice/);
    expect((await ask('GET', `/agents/${id}`)).json).toMatchObject({ published_version: null });
  });
});

describe('a provider without a key', () => {
  const llm = { provider: 'openai', model: 'gpt-4.1' };

  test('can be saved, is named, and keeps the draft from being published until there is one', async () => {
    const { id } = await create({ llm });
    expect(await problemsOf(id)).toEqual([
      {
        pointer: '/llm/provider',
        code: 'provider_not_configured',
        provider: 'openai',
        message: expect.stringContaining('no key') as string,
      },
    ]);
    const answer = await ask('POST', `/agents/${id}/publish`);
    expect(refused(answer)).toEqual([409, 'provider_not_configured', '/llm/provider']);
    expect((answer.json as Problem).detail).toMatch(/llm\.provider is openai, which has no key/);
    expect((await ask('PUT', '/providers/openai', { api_key: 'sk-1' })).status).toBe(200);
    expect((await ask('POST', `/agents/${id}/publish`)).status).toBe(201);
    await ask('DELETE', '/providers/openai');
    expect(await problemsOf(id, '?version=1')).toMatchObject([{ code: 'provider_not_configured' }]);
  });

  test('an address is what other endpoints lack', async () => {
    const { id } = await create({ llm: { provider: 'openai_compatible', model: 'm' } });
    expect((await problemsOf(id))[0]?.message).toMatch(/openai_compatible, which has no address/);
  });
});

test('what engines can do is offered where an agent is made', async () => {
  const { items } = (await ask('GET', '/providers')).json as { items: { name: string; languages: string[] }[] };
  expect(items.map(({ name, languages }) => [name, languages])).toEqual([
    ['embedded', ['en']],
    ['openai', []],
    ['openai_compatible', []],
  ]);
});

describe('what only looks as if it could not work', () => {
  test.each<[name: string, settings: object]>([
    ['no greeting: the agent waits', { greeting: '' }],
    ['a reminder that is turned off', { turn_taking: { reminder: { after_ms: 0 }, idle_timeout_ms: 5_000 } }],
    ['a reminder that is never given', { turn_taking: { reminder: { after_ms: 60_000, max: 0 }, idle_timeout_ms: 5_000 } }],
    ['the default reminder in a short silence', { turn_taking: { idle_timeout_ms: 5_000 } }],
    ['a silence that lasts as long as its reminder', { turn_taking: { reminder: { after_ms: 20_000 }, idle_timeout_ms: 20_000 } }],
    ['a short call', { turn_taking: { max_call_ms: 10_000 } }],
    ['no end for silence', { turn_taking: { idle_timeout_ms: 600_000, max_call_ms: 300_000 } }],
    ['keys that take longer than a silence', { turn_taking: { keys_timeout_ms: 30_000, idle_timeout_ms: 5_000 } }],
    ['a greeting that a call fills in', { greeting: '{{name}}!' }],
  ])('%s is taken', async (_name, settings) => {
    await create(settings);
  });
});

test('a change that leaves a setting without effect is refused where that is', async () => {
  const { id } = await create({ turn_taking: { reminder: { after_ms: 30_000 } } });
  expect(refused(await ask('PATCH', `/agents/${id}`, { turn_taking: { idle_timeout_ms: 20_000 } }))).toEqual([
    422,
    'validation_failed',
    '/turn_taking/reminder/after_ms',
  ]);
});

describe('without effect, kept by an older version', () => {
  let id: string;
  beforeEach(async () => {
    ({ id } = await create());
    await ask('POST', `/agents/${id}/publish`);
    await keep(id, AgentConfig.parse({ name: 'Old', greeting: '👋', turn_taking: { reminder: { after_ms: 90_000 } } }));
  });

  test('they are named, keep the agent from being published, and no call from beginning', async () => {
    const pointers = ['/greeting', '/turn_taking/reminder/after_ms'];
    expect((await problemsOf(id)).map(({ pointer }) => pointer)).toEqual(pointers);
    expect(refused(await ask('POST', `/agents/${id}/publish`))).toEqual([409, 'impossible_settings', ...pointers]);
    const call = { type: 'web', transport: 'websocket', agent_id: id, agent_version: 'draft' };
    expect((await ask('POST', '/calls', call)).status).toBe(201);
  });
});

test('a call whose variables leave the greeting without a sound is refused at the variable', async () => {
  const { id } = await create({ greeting: '{{name}}!' });
  await ask('POST', `/agents/${id}/publish`);
  const call = { type: 'web', transport: 'websocket', agent_id: id, variables: { name: '¡!' } };
  expect(refused(await ask('POST', '/calls', call))).toEqual([422, 'validation_failed', '/variables/name']);
});
