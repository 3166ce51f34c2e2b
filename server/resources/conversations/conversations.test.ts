import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Agent, Conversation, MessageExchange, MessageStreamEvent, Page, Problem } from '@parley/contract';
import { FRONT_DESK } from '@parley/providers/rules-dialogue/scripts/front-desk.ts';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { createAgents, startTestServer, type Answer, type RequestOptions, type Tenant, type TestServer } from '../../testing.ts';
import { conversations, pendingUpdates } from '../../platform/db/schema.ts';
import { Conversations, type ConversationDeps } from './conversation-service.ts';
import { claimDue, putPending } from './update-store.ts';

const events = (text: string): MessageStreamEvent[] =>
  text
    .split('\n\n')
    .filter((block) => block.includes('data: '))
    .map((block) => JSON.parse(block.slice(block.indexOf('data: ') + 6)) as MessageStreamEvent);

describeOnBoth('typed conversations', (kind) => {
  let parley: TestServer;
  let tenant: Tenant;
  let agent: string;
  beforeAll(async () => {
    parley = await startTestServer({ kind });
    tenant = await parley.tenant();
    agent = ((await ask('POST', '/agents', FRONT_DESK)).json as Agent).id;
  });
  afterAll(() => parley.close());

  const ask = (method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<Answer> =>
    parley.request(method, path, { key: tenant.key, ...(body === undefined ? {} : { body }), ...options });
  const begin = async (body: object = {}): Promise<Conversation> =>
    (await ask('POST', '/conversations', { agent_id: agent, ...body })).json as Conversation;
  const say = (id: string, content: string, options: RequestOptions = {}): Promise<Answer> =>
    ask('POST', `/conversations/${id}/messages`, { content }, options);
  const answer = async (id: string, content: string): Promise<MessageExchange> => (await say(id, content)).json as MessageExchange;
  const codeOf = (one: Answer): string => (one.json as Problem).code;

  test('an appointment is made by typing, as it would be by speaking', async () => {
    const { id, messages } = await begin();
    expect(messages).toMatchObject([{ role: 'agent', content: FRONT_DESK.greeting }]);
    expect((await answer(id, 'What are your opening hours?')).answer).toContain('eight to six');
    await answer(id, 'I want to book an appointment on Friday at ten');
    await answer(id, 'My name is Ada Lovelace');
    const booked = await answer(id, 'Yes');
    expect(booked.messages.map((one) => one.role)).toEqual(['user', 'function', 'agent']);
    expect(booked.messages[1]).toMatchObject({
      name: 'book_appointment',
      status: 'succeeded',
      arguments: { name: 'Ada Lovelace', time: '10:00' },
    });
    const whole = (await ask('GET', `/conversations/${id}`)).json as Conversation;
    expect(whole.message_count).toBe(whole.messages.length);
    expect(whole.collected).toMatchObject([{ name: 'book_appointment', arguments: { name: 'Ada Lovelace' } }]);
    expect(whole.cost.usage.input_tokens).toBeGreaterThan(0);
    const end = await answer(id, 'Goodbye');
    expect(end.status).toBe('ended');
    expect(codeOf(await say(id, 'Hello?'))).toBe('conversation_ended');
  });

  test('an answer is streamed: words, functions, and the whole at the end', async () => {
    const { id } = await begin();
    for (const line of ['I want to book an appointment on Friday at ten', 'My name is Ada Lovelace']) await say(id, line);
    const stream = await say(id, 'Yes', { headers: { Accept: 'text/event-stream' } });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const seen = events(stream.text);
    const types = seen.map((one) => one.type);
    expect(types.slice(0, 2)).toEqual(['function.called', 'function.finished']);
    const last = seen.at(-1);
    if (last?.type !== 'exchange.completed') throw new Error('the stream did not end with the exchange');
    expect(
      seen
        .flatMap((one) => (one.type === 'message.delta' ? [one.text] : []))
        .join('')
        .trim(),
    ).toBe(last.exchange.answer);
    expect(((await ask('GET', `/conversations/${id}`)).json as Conversation).messages.slice(-3)).toEqual(last.exchange.messages);
    const refused = await say('conv_00000000000000000000000000', 'Hi', { headers: { Accept: 'text/event-stream' } });
    expect([refused.status, refused.headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
  });

  test('variables fill the prompt, the version asked for answers, and drafts change nothing of it', async () => {
    const made = (await ask('POST', '/agents', { name: 'V', greeting: 'Hi {{name}}, I am one.' })).json as Agent;
    await ask('POST', `/agents/${made.id}/publish`);
    await ask('PATCH', `/agents/${made.id}`, { greeting: 'Two.' });
    const [published, draft] = [
      await begin({ agent_id: made.id, variables: { name: 'Ada' } }),
      await begin({ agent_id: made.id, agent_version: 'draft' }),
    ];
    expect([published.messages[0], draft.messages[0]]).toMatchObject([{ content: 'Hi Ada, I am one.' }, { content: 'Two.' }]);
    await ask('PATCH', `/agents/${made.id}`, { greeting: '' });
    expect((await begin({ agent_id: made.id, agent_version: 'draft' })).messages).toEqual([]);
    expect(codeOf(await ask('POST', '/conversations', { agent_id: made.id, agent_version: 7 }))).toBe('validation_failed');
  });

  test('messages at once are answered one after the other', async () => {
    const { id } = await begin();
    const answers = await Promise.all(['Hello', 'Where are you?', 'Can I park there?'].map((text) => say(id, text)));
    const busy = answers.filter((one) => one.status === 409);
    expect(busy.every((one) => codeOf(one) === 'conversation_busy')).toBe(true);
    expect(answers.length - busy.length).toBeGreaterThanOrEqual(1);
    const { messages } = (await ask('GET', `/conversations/${id}`)).json as Conversation;
    expect(messages.map((one) => one.role)).toEqual([
      'agent',
      ...answers.filter((one) => one.status === 201).flatMap(() => ['user', 'agent']),
    ]);
  });

  test('an answer of a node that died is over after its time, and at once where the clock was set back by hours', async () => {
    const { id } = await begin();
    const until = (ms: number): Promise<unknown> =>
      parley.database.asSystem((tx) =>
        tx
          .update(conversations)
          .set({ answeringUntil: new Date(Date.now() + ms) })
          .where(eq(conversations.id, id)),
      );
    // A node that died while it answered, before and after a step.
    await until(60_000);
    expect(codeOf(await say(id, 'Hello'))).toBe('conversation_busy');
    await until(3_600_000);
    expect((await say(id, 'Hello')).status).not.toBe(409);
  });

  test('a conversation that is being answered is busy, whatever the clock says meanwhile', async () => {
    const { id } = await begin();
    const [row] = await parley.database.asSystem((tx) => tx.select().from(conversations).where(eq(conversations.id, id)));
    const { organizationId } = row!;
    const [asked, answering] = [Promise.withResolvers<undefined>(), Promise.withResolvers<never>()];
    let now = Date.now();
    const held = new Conversations({
      database: parley.database,
      agents: createAgents(parley.database),
      readiness: { require: () => Promise.resolve() } as unknown as ConversationDeps['readiness'],
      textAgent: { answer: () => (asked.resolve(undefined), answering.promise) } as unknown as ConversationDeps['textAgent'],
      secretsOf: () => Promise.resolve({}) as never,
      now: () => now,
    });
    const said = held.say(organizationId, id, 'Hello').catch((error: unknown) => error);
    await asked.promise;
    for (const step of [0, 4 * 3_600_000, -8 * 3_600_000]) {
      now += step;
      await expect(held.check(organizationId, id)).rejects.toMatchObject({ code: 'conversation_busy' });
    }
    answering.reject(new Error('over'));
    await said;
    await expect(held.check(organizationId, id)).resolves.toBeUndefined();
  });

  test('an update that is due at a time that is yet to come long, for the clock was set back, is told at once', async () => {
    const { id } = await begin();
    const { organizationId } = (
      await parley.database.asSystem((tx) => tx.select().from(conversations).where(eq(conversations.id, id)))
    )[0]!;
    const due = await parley.database.asSystem(async (tx) => {
      await tx.delete(pendingUpdates).where(eq(pendingUpdates.conversationId, id));
      await putPending(tx, organizationId, id, new Date(Date.now() + 3_600_000));
      return claimDue(tx, 1_000, new Date());
    });
    expect(due.map(({ conversationId }) => conversationId)).toContain(id);
  });

  test('metadata is changed by merging, guarded by the ETag', async () => {
    const made = await begin({ metadata: { plan: 'gold', note: 'x' } });
    const changed = await ask(
      'PATCH',
      `/conversations/${made.id}`,
      { metadata: { note: null, more: 'y' } },
      { headers: { 'If-Match': '"1"' } },
    );
    expect(changed.json).toMatchObject({ metadata: { plan: 'gold', more: 'y' }, revision: 2 });
    expect((await ask('PATCH', `/conversations/${made.id}`, { metadata: {} }, { headers: { 'If-Match': '"1"' } })).status).toBe(412);
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${String(index)}`, 'x']));
    expect((await ask('PATCH', `/conversations/${made.id}`, { metadata: many })).status).toBe(422);
  });

  test('lists filter, and show messages where they are asked for', async () => {
    const { key } = await parley.tenant();
    const own = ((await parley.request('POST', '/agents', { key, body: { name: 'L', greeting: 'Hi.' } })).json as Agent).id;
    for (const plan of ['gold', 'silver', 'gold'])
      await parley.request('POST', '/conversations', { key, body: { agent_id: own, metadata: { plan } } });
    const list = async (query: string): Promise<Conversation[]> =>
      ((await parley.request('GET', `/conversations?${query}`, { key })).json as Page<Conversation>).items;
    expect(await list('metadata[plan]=gold')).toHaveLength(2);
    expect(await list('channel=voice')).toEqual([]);
    expect((await list('fields=messages'))[0]).toMatchObject({ messages: [{ content: 'Hi.' }] });
    expect((await list(''))[0]).not.toHaveProperty('messages');
    expect((await list('fields=cost'))[0]).not.toHaveProperty('metadata');
    expect((await parley.request('GET', '/conversations?fields=secret', { key })).status).toBe(422);
  });

  test('a call has its conversation, which goes with it and cannot be typed into', async () => {
    const call = (await ask('POST', '/calls', { type: 'web', agent_id: agent })).json as { id: string; conversation_id: string };
    const voice = (await ask('GET', `/conversations/${call.conversation_id}`)).json as Conversation;
    expect(voice).toMatchObject({ channel: 'voice', call_id: call.id, status: 'ongoing', messages: [] });
    expect(codeOf(await say(call.conversation_id, 'Hello'))).toBe('conflict');
    expect((await ask('DELETE', `/conversations/${call.conversation_id}`)).status).toBe(409);
    expect((await ask('DELETE', `/calls/${call.id}`)).status).toBe(204);
    expect((await ask('GET', `/conversations/${call.conversation_id}`)).status).toBe(404);
  });

  test('one that is ended stays to be read, one that is deleted does not', async () => {
    const { id } = await begin();
    expect((await ask('POST', `/conversations/${id}/end`)).json).toMatchObject({ status: 'ended', end_reason: 'api_ended' });
    expect(codeOf(await ask('POST', `/conversations/${id}/end`))).toBe('conversation_ended');
    const file = await ask('GET', `/conversations/${id}/export?format=vtt`);
    expect([file.headers.get('content-type'), file.headers.get('content-disposition')]).toEqual([
      'text/vtt; charset=utf-8',
      `attachment; filename="${id}.vtt"`,
    ]);
    expect((await ask('DELETE', `/conversations/${id}`)).status).toBe(204);
    expect((await ask('GET', `/conversations/${id}`)).status).toBe(404);
  });
});

describe('a conversation with a model that fails', () => {
  let parley: TestServer;
  let tenant: Tenant;
  let model: Server;
  let respond: (response: ServerResponse) => void;
  const heard: { messages: { role: string; content: string }[] }[] = [];

  const sse = (response: ServerResponse, text: string): void => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    for (const chunk of [
      { choices: [{ delta: { content: text } }] },
      { choices: [{ delta: {}, finish_reason: 'stop' }], usage: { prompt_tokens: 10, completion_tokens: 2 } },
    ])
      response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    response.end('data: [DONE]\n\n');
  };

  beforeAll(async () => {
    model = createServer((request, response) => {
      let body = '';
      request.on('data', (data: Buffer) => (body += data.toString()));
      request.on('end', () => {
        heard.push(JSON.parse(body) as (typeof heard)[number]);
        respond(response);
      });
    });
    await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve));
    parley = await startTestServer({
      environment: { OPENAI_BASE_URL: `http://127.0.0.1:${String((model.address() as AddressInfo).port)}/v1`, OPENAI_API_KEY: 'sk-test' },
    });
    tenant = await parley.tenant();
  });
  beforeEach(() => {
    respond = (response) => sse(response, 'All good.');
  });
  afterAll(async () => {
    model.close();
    await parley.close();
  });

  const begin = async (): Promise<string> => {
    const agent = (
      await parley.request('POST', '/agents', {
        key: tenant.key,
        body: { name: 'M', greeting: 'Hi.', llm: { provider: 'openai', model: 'gpt-4.1' } },
      })
    ).json as Agent;
    return ((await parley.request('POST', '/conversations', { key: tenant.key, body: { agent_id: agent.id } })).json as Conversation).id;
  };
  const say = (id: string, headers: Record<string, string> = {}): Promise<Answer> =>
    parley.request('POST', `/conversations/${id}/messages`, { key: tenant.key, body: { content: 'Hello' }, headers });
  const read = async (id: string): Promise<Conversation> =>
    (await parley.request('GET', `/conversations/${id}`, { key: tenant.key })).json as Conversation;

  test('nothing of the exchange is kept, and it can be tried again', async () => {
    const id = await begin();
    respond = (response) => response.writeHead(500).end('{}');
    const failed = await say(id);
    expect([failed.status, (failed.json as Problem).code]).toEqual([502, 'provider_failed']);
    expect((await read(id)).messages).toHaveLength(1);
    respond = (response) => sse(response, 'All good.');
    expect((await say(id)).json).toMatchObject({ answer: 'All good.' });
    expect((await read(id)).messages.map((one) => one.role)).toEqual(['agent', 'user', 'agent']);
    expect(heard.at(-1)?.messages.map((one) => one.role)).toEqual(['system', 'assistant', 'user']);
  });

  test('a stream says so as its last event', async () => {
    const id = await begin();
    respond = (response) => response.writeHead(401).end('{}');
    const seen = events((await say(id, { Accept: 'text/event-stream' })).text);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ type: 'error' });
    expect((await read(id)).messages).toHaveLength(1);
  });

  test('what it costs is counted', async () => {
    const id = await begin();
    await say(id);
    expect((await read(id)).cost).toEqual({ total: 36, usage: { input_tokens: 10, output_tokens: 2, cached_input_tokens: 0 } });
  });
});
