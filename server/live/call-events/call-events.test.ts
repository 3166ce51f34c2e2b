import type { Call, CallEvent, CallDecision, CallInput } from '@parley/contract';
import { Rehearsal } from '@parley/engine/testing/index.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deleteCall, type CallRow } from '../../resources/calls/call-store.ts';
import { registeredCall } from '../../resources/calls/testing.ts';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { callEvents } from '../../platform/db/schema.ts';
import { createAgents, eventLog, collectingLog, eventually, startTestServer, type Tenant, type TestServer } from '../../testing.ts';
import { CallLog } from './call-log.ts';
import type { CallRef } from './call-ref.ts';
import { selectEvents } from './event-store.ts';
import { LiveFeed } from './live-feed.ts';
import { priceOf } from '../models/prices.ts';
import { emptyProjection, percentilesOf, project } from './projection.ts';

const input = (seq: number, event: CallInput, at_ms = seq * 10): CallEvent => ({ seq, at_ms, kind: 'input', event });
const decision = (seq: number, event: CallDecision, at_ms = seq * 10): CallEvent => ({ seq, at_ms, kind: 'decision', event });
const started = input(1, { type: 'call.started' });
const userTurn = (seq: number, turn: number, text: string, start_ms = turn * 1_000): CallEvent =>
  decision(seq, {
    type: 'user_turn.committed',
    turn,
    text,
    words: [],
    start_ms,
    end_ms: start_ms + 500,
    reason: 'fixed_silence',
    silence_ms: 350,
    typed: false,
  });
const agentTurn = (
  seq: number,
  turn: number,
  text: string,
  { start_ms = turn * 1_000 + 600, interrupted = false, unheard = '' } = {},
): CallEvent =>
  decision(seq, {
    type: 'agent_turn.finished',
    turn,
    text,
    words: [],
    start_ms,
    end_ms: start_ms + 300,
    interrupted,
    unheard_text: interrupted ? 'the rest' : unheard,
  });

/** Two calls as they really go: with an interruption, a correction, functions. */
async function rehearsed(): Promise<CallEvent[][]> {
  const smooth = new Rehearsal({ answers: ['We open at nine.', 'You are welcome.'] });
  await smooth.silence(2_000);
  await smooth.say('when do you open');
  await smooth.silence(4_000);
  await smooth.say('thank you');
  await smooth.silence(4_000);
  await smooth.finish();
  const rough = new Rehearsal({ answers: ['This is a rather long answer with very many words in it for you.', 'Fine.'] });
  await rough.silence(2_000);
  await rough.say('tell me everything');
  await rough.silence(1_500);
  await rough.say('stop it please now');
  await rough.silence(4_000);
  await rough.finish();
  return [smooth.events, rough.events];
}

describe('the projection', () => {
  test('of a log in parts is that of the log at once, and what comes twice counts once', async () => {
    const logs = await rehearsed();
    for (const log of logs) {
      const whole = project(emptyProjection, log);
      expect(whole).toMatchObject({ status: 'ended', disconnectionReason: 'api_hangup', begun: true });
      expect(whole.transcript.length).toBeGreaterThan(2);
      expect(whole.measured.length).toBeGreaterThan(0);
      fc.assert(
        fc.property(fc.array(fc.nat(log.length)), fc.nat(20), (cuts, overlap) => {
          const at = [0, ...cuts.toSorted((a, b) => a - b), log.length];
          const parts = at.slice(1).map((end, index) => log.slice(Math.max(0, at[index]! - overlap), end));
          return JSON.stringify(parts.reduce(project, emptyProjection)) === JSON.stringify(whole);
        }),
      );
    }
  });

  test('a later commit of the same turn replaces it: the caller had gone on speaking', () => {
    const { transcript } = project(emptyProjection, [
      started,
      userTurn(2, 1, 'I would like'),
      userTurn(3, 1, 'I would like a table'),
      agentTurn(4, 1, 'Yes.'),
      userTurn(5, 2, 'Tomorrow'),
    ]);
    expect(transcript.map((line) => [line.role, line.turn, line.text])).toEqual([
      ['user', 1, 'I would like a table'],
      ['agent', 1, 'Yes.'],
      ['user', 2, 'Tomorrow'],
    ]);
  });

  test('an interrupted turn keeps what was heard and what was not', () => {
    const { transcript } = project(emptyProjection, [
      started,
      agentTurn(2, 0, 'We open', { start_ms: 0, interrupted: true }),
      agentTurn(3, 0, 'At nine.', { start_ms: 900 }),
    ]);
    expect(transcript).toMatchObject([
      { text: 'We open', interrupted: true, unheard_text: 'the rest' },
      { text: 'At nine.', start_ms: 900 },
    ]);
    expect(transcript[1]).not.toHaveProperty('interrupted');
    expect(transcript[1]).not.toHaveProperty('unheard_text');
  });

  test('a turn that the voice could not pronounce, or not whole, shows what was not heard', () => {
    const { transcript } = project(emptyProjection, [
      started,
      agentTurn(2, 1, '', { unheard: 'Мы открыты.' }),
      agentTurn(3, 2, 'We are open.', { unheard: 'товарищ' }),
    ]);
    expect(transcript).toMatchObject([
      { text: '', unheard_text: 'Мы открыты.' },
      { text: 'We are open.', unheard_text: 'товарищ' },
    ]);
    for (const line of transcript) expect(line).not.toHaveProperty('interrupted');
  });

  test.each([
    ['user_hangup', 'ended'],
    ['registered_call_timeout', 'ended'],
    ['error_node_lost', 'error'],
    ['error_media_process_lost', 'error'],
    ['error_llm', 'error'],
  ] as const)('a call that ends by %s is %s', (reason, status) => {
    expect(project(emptyProjection, [started, decision(2, { type: 'call.ended', reason }, 77)])).toMatchObject({
      status,
      disconnectionReason: reason,
      endedAtMs: 77,
    });
  });
});

describe('percentiles are by nearest rank', () => {
  test.each([
    [[], [null, null, null, null, 0]],
    [[7], [7, 7, 7, 7, 1]],
    [
      [3, null, 1, 2],
      [2, 3, 3, 3, 3],
    ],
    [Array.from({ length: 100 }, (_, index) => 100 - index), [50, 90, 95, 99, 100]],
    [
      [0, 0, 10],
      [0, 10, 10, 10, 3],
    ],
  ])('%j', (values, [p50, p90, p95, p99, num]) => {
    expect(percentilesOf(values)).toEqual({ p50, p90, p95, p99, num });
  });
});

test.each([
  ['openai', 'gpt-4.1-mini', [1_000_000, 0, 0], 400_000],
  ['openai', 'gpt-4.1-mini', [1_000_000, 1_000_000, 0], 100_000],
  ['openai', 'gpt-4.1', [100, 50, 10], 205],
  ['openai', 'gpt-9', [1_000, 0, 1_000], 0],
  ['openai_compatible', 'gpt-4.1', [1_000, 0, 1_000], 0],
  ['embedded', 'dialogue-rules', [1_000, 0, 1_000], 0],
] as const)('%s %s for %j tokens costs %i micro-USD', (provider, model, [input_tokens, cached_input_tokens, output_tokens], cost) => {
  expect(priceOf({ provider, model, usage: { input_tokens, cached_input_tokens, output_tokens } })).toBe(cost);
});

describeOnBoth('the event log', (kind) => {
  let parley: TestServer;
  let tenant: Tenant;
  let agentId: string;
  let call: CallRow;

  beforeAll(async () => {
    parley = await startTestServer({ kind });
    tenant = await parley.tenant();
    agentId = (await createAgents(parley.database).create(tenant.id, { name: 'A' })).id;
  });
  afterAll(() => parley.close());
  beforeEach(async () => {
    const agentSnapshot = await createAgents(parley.database).snapshot(tenant.id, agentId, 'draft');
    call = await registeredCall(parley, tenant.id, agentSnapshot);
  });

  const refOf = ({ organizationId, id }: CallRow): CallRef => ({ organizationId, callId: id });
  const append = (events: CallEvent[]): Promise<unknown> =>
    parley.database.asOrganization(tenant.id, (tx) => eventLog.append(tx, { organizationId: tenant.id, callId: call.id }, events));
  const kept = (): Promise<CallEvent[]> => parley.database.asOrganization(tenant.id, (tx) => selectEvents(tx, call.id, 0));
  const row = async (): Promise<Call> => (await parley.request('GET', `/calls/${call.id}`, { key: tenant.key })).json as Call;

  test('keeps a real call, and the call row says the same whether it came at once or in parts', async () => {
    const [log] = await rehearsed();
    for (let at = 0; at < log!.length; at += 7) await append(log!.slice(at, at + 7));
    expect(await kept()).toEqual(log);
    const projected = project(emptyProjection, log!);
    expect(await row()).toMatchObject({
      status: 'ended',
      transcript: projected.transcript,
      duration_ms: projected.endedAtMs,
      latency: { e2e: { num: projected.measured.length } },
    });
    expect((await parley.request('GET', `/calls/${call.id}/events`, { key: tenant.key })).json).toEqual({ items: log });
  });

  test('takes an event once, however often it comes', async () => {
    await append([started, userTurn(2, 1, 'One')]);
    await append([started, userTurn(2, 1, 'Another'), userTurn(3, 2, 'Two')]);
    await append([userTurn(3, 2, 'Again')]);
    expect((await kept()).map((event) => event.seq)).toEqual([1, 2, 3]);
    expect((await row()).transcript.map((line) => line.text)).toEqual(['One', 'Two']);
  });

  test('two writers at once leave one log', async () => {
    const logs = [0, 1].map(
      () => new CallLog({ database: parley.database, events: eventLog, feed: new LiveFeed(parley.database), log: parley.log }),
    );
    for (const log of logs) log.append(refOf(call), [started, userTurn(2, 1, 'One'), userTurn(3, 2, 'Two')]);
    await Promise.all(logs.map((log) => log.settled(call.id)));
    expect((await kept()).map((event) => event.seq)).toEqual([1, 2, 3]);
    expect((await row()).transcript.map((line) => line.text)).toEqual(['One', 'Two']);
  });

  test('an event and what follows from it are one transaction: when the row cannot take it, the log has no event', async () => {
    // No integer column holds this duration.
    await expect(append([started, decision(2, { type: 'call.ended', reason: 'user_hangup' }, 3_000_000_000)])).rejects.toThrow();
    expect(await kept()).toEqual([]);
    expect(await row()).toMatchObject({ status: 'registered', transcript: [] });
  });

  test('words that JSONB cannot hold do not stop it', async () => {
    await append([started, userTurn(2, 1, 'a\u0000b \ud800 \\u0000'), decision(3, { type: 'call.ended', reason: 'user_hangup' })]);
    expect(await row()).toMatchObject({ status: 'ended', transcript: [{ text: 'a\ufffdb \ufffd \\u0000' }] });
  });

  test('a call that nobody took has an end and no beginning', async () => {
    await new CallLog({ database: parley.database, events: eventLog, feed: new LiveFeed(parley.database), log: parley.log }).close(
      refOf(call),
      'registered_call_timeout',
    );
    expect(await row()).toMatchObject({
      status: 'ended',
      disconnection_reason: 'registered_call_timeout',
      started_at: null,
      duration_ms: null,
    });
    expect((await row()).ended_at).not.toBeNull();
  });

  test('closes a call that was cut off at its last word, and a closed call not again', async () => {
    const log = new CallLog({ database: parley.database, events: eventLog, feed: new LiveFeed(parley.database), log: parley.log });
    log.append(refOf(call), [started, userTurn(2, 1, 'One')]);
    await log.close(refOf(call), 'error_node_lost');
    await log.close(refOf(call), 'user_hangup');
    expect((await kept()).at(-1)).toEqual({
      seq: 3,
      at_ms: 20,
      kind: 'decision',
      event: { type: 'call.ended', reason: 'error_node_lost' },
    });
    expect(await row()).toMatchObject({ status: 'error', duration_ms: 20, disconnection_reason: 'error_node_lost' });
  });

  test('of a call that was deleted meanwhile takes no more, and does not try for ever', async () => {
    const { log: quiet, logged } = collectingLog();
    const log = new CallLog({ database: parley.database, events: eventLog, feed: new LiveFeed(parley.database), log: quiet });
    await parley.database.asOrganization(tenant.id, (tx) => deleteCall(tx, { organizationId: tenant.id, callId: call.id }));
    log.append(refOf(call), [started, userTurn(2, 1, 'One')]);
    await log.settled(call.id);
    expect(logged).toEqual([]);
    expect(await parley.database.asSystem((tx) => tx.select().from(callEvents))).not.toContainEqual(
      expect.objectContaining({ callId: call.id }),
    );
  });

  test('loses nothing while the database fails, and goes on when it answers again', async () => {
    const { log: quiet, logged } = collectingLog();
    let failures = 2;
    const failing = Object.assign(Object.create(parley.database) as typeof parley.database, {
      asOrganization: <T>(id: string, work: Parameters<typeof parley.database.asOrganization<T>>[1]) =>
        failures-- > 0 ? Promise.reject(new Error('no room')) : parley.database.asOrganization(id, work),
    });
    const log = new CallLog({ database: failing, events: eventLog, feed: new LiveFeed(parley.database), log: quiet });
    log.append(refOf(call), [started]);
    log.append(refOf(call), [userTurn(2, 1, 'One')]);
    await log.settled(call.id);
    expect((await kept()).map((event) => event.seq)).toEqual([1, 2]);
    expect(logged.length).toBe(2);
  });

  test('a shutdown does not wait for a database that fails', async () => {
    const { log: quiet } = collectingLog();
    const dead = Object.assign(Object.create(parley.database) as typeof parley.database, {
      asOrganization: () => Promise.reject(new Error('gone')),
    });
    const log = new CallLog({ database: dead, events: eventLog, feed: new LiveFeed(parley.database), log: quiet });
    log.append(refOf(call), [started]);
    await log.drain(50);
  });

  /** Reads the live events until `until` says so or the stream ends. */
  const follow = async (lastEventId: number | null, until: (seqs: number[]) => boolean): Promise<number[]> => {
    const stop = new AbortController();
    const response = await fetch(`${parley.url}/api/v1/calls/${call.id}/events`, {
      headers: {
        Authorization: `Bearer ${tenant.key}`,
        Accept: 'text/event-stream',
        ...(lastEventId === null ? {} : { 'Last-Event-ID': String(lastEventId) }),
      },
      signal: stop.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    let text = '';
    const seqs = (): number[] => [...text.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]));
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (until(seqs())) break;
    }
    stop.abort();
    return seqs();
  };
  const publish = async (events: CallEvent[]): Promise<void> => {
    await append(events);
    await parley.database.notify('call_events', call.id);
  };

  test('is followed live, and resumed after Last-Event-ID without gap or duplicate', async () => {
    await publish([started, userTurn(2, 1, 'One')]);
    const first = follow(null, (seqs) => seqs.length >= 4);
    for (let seq = 3; seq <= 40; seq += 1) await publish([userTurn(seq, seq, 'More')]);
    const seen = await first;
    const rest = follow(seen.at(-1)!, () => false);
    for (let seq = 41; seq <= 60; seq += 1) await publish([userTurn(seq, seq, 'More')]);
    await publish([decision(61, { type: 'call.ended', reason: 'user_hangup' })]);
    expect([...seen, ...(await rest)]).toEqual(Array.from({ length: 61 }, (_, index) => index + 1));
    expect(await follow(59, () => false)).toEqual([60, 61]);
  });

  test('of a call that has ended ends as well, even for a reader that has seen it all', async () => {
    await publish([started, decision(2, { type: 'call.ended', reason: 'user_hangup' })]);
    expect(await follow(null, () => false)).toEqual([1, 2]);
    const again = await parley.request('GET', `/calls/${call.id}/events`, {
      key: tenant.key,
      headers: { Accept: 'text/event-stream', 'Last-Event-ID': '2' },
    });
    expect([again.status, again.text]).toEqual([204, '']);
  });

  test('of an analysed call has the finding, and ends for whoever comes back for it', async () => {
    const usage = { input_tokens: 1, output_tokens: 1, cached_input_tokens: 0 };
    const said = { provider: 'openai', model: 'm', summary: 'Short.', sentiment: 'neutral', successful: null, usage, ms: 9 } as const;
    await publish([
      started,
      decision(2, { type: 'call.ended', reason: 'user_hangup' }),
      { seq: 3, at_ms: 900, kind: 'finding', event: { type: 'call.analyzed', ...said } },
    ]);
    expect(await follow(null, () => false)).toEqual([1, 2, 3]);
    expect(await follow(2, () => false)).toEqual([3]);
  });

  test.each(['x', '-1', '1.5', '99999999999999999999', '0x10'])('Last-Event-ID %s is none', async (id) => {
    const answer = await parley.request('GET', `/calls/${call.id}/events`, {
      key: tenant.key,
      headers: { Accept: 'text/event-stream', 'Last-Event-ID': id },
    });
    expect(answer.status).toBe(422);
  });

  test('a reader that goes away leaves nothing behind', async () => {
    await publish([started]);
    await follow(null, (seqs) => seqs.length >= 1);
    const connections = (): Promise<number> =>
      new Promise((resolve) => parley.app.server.getConnections((_error, count) => resolve(count)));
    await eventually(connections, (count) => count <= 4);
    await publish([userTurn(2, 1, 'One')]);
    expect(parley.logged.filter((line) => /"level":[56]0/.test(line))).toEqual([]);
  });
});
