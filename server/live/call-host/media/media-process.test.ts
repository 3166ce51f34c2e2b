/** A media process in this one, with engines that fail: what it logs, what it sends, and whose call ends. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { AgentConfig, type CallEvent } from '@parley/contract';
import type { CallProviders } from '@parley/engine/call-options.ts';
import { trustedCheck } from '@parley/engine/functions/validators.ts';
import type { LlmDelta } from '@parley/engine/llm/llm.ts';
import { FakeStt, FakeTts, fakeVad } from '@parley/engine/testing/fakes.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { collectingLog, eventually } from '../../../testing.ts';
import type { CallStart, FromMedia } from '../channel.ts';
import { Client } from '../testing.ts';
import { MediaProcess } from './media-process.ts';

const WORDS = 'my card is 4111';
const KEY = 'sk-live-0123456789abcdef';

const sent: FromMedia[] = [];
const { log, logged } = collectingLog();
const failing: Partial<CallProviders> = {};
/** The call whose events no channel takes. */
let unsendable: string | undefined;
let media: MediaProcess;
let server: Server;
const clients: Client[] = [];

const start = (callId: string): CallStart => ({
  callId,
  organizationId: 'org_1',
  agent: { id: 'agent_1', version: null, config: AgentConfig.parse({ name: 'A', greeting: 'Hello there.' }) },
  variables: {},
  transport: 'websocket',
  secrets: { llm: undefined },
  record: false,
  refusal: null,
});

const llmThatThrows = {
  provider: 'fake',
  model: 'fake',
  // eslint-disable-next-line require-yield -- It fails before its first word.
  async *stream(): AsyncGenerator<LlmDelta> {
    await Promise.resolve();
    throw new TypeError(`cannot read "${WORDS}" with ${KEY}`);
  },
};

beforeAll(async () => {
  media = new MediaProcess({
    engines: {
      forCall: () => ({ vad: fakeVad, stt: new FakeStt(), tts: new FakeTts(), llm: llmThatThrows, ...failing }),
      tts: new FakeTts(),
      checkArguments: trustedCheck,
      status: () => [],
      measureListeningLag: () => 0,
      close: () => Promise.resolve(),
    },
    settings: {
      udpPort: 0,
      bindAddress: '127.0.0.1',
      publicAddress: undefined,
      listeningWorkers: 1,
      vadRuntime: undefined,
      recognisersPerWorker: 8,
      outboundAllow: [],
      logLevel: 'info',
    },
    send: (message) => {
      if (message.type === 'events' && message.callId === unsendable) throw new TypeError(WORDS);
      sent.push(message);
    },
    log,
  });
  server = createServer();
  server.on('upgrade', (request, socket, head) => {
    const { method = 'GET', url = '', headers } = request;
    media.handle({ type: 'upgrade', call: start(url.slice(1)), request: { method, url, headers }, head }, socket as Socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.close();
  for (const name of Object.keys(failing) as (keyof CallProviders)[]) delete failing[name];
  unsendable = undefined;
  sent.length = 0;
  logged.length = 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const call = async (callId: string): Promise<Client> => {
  const client = new Client(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/${callId}`);
  clients.push(client);
  return (await client.start()).listen();
};
const eventsOf = (callId: string): CallEvent['event'][] =>
  sent.flatMap((message) => (message.type === 'events' && message.callId === callId ? message.events.map(({ event }) => event) : []));
const endOf = (callId: string) => sent.find((message) => message.type === 'ended' && message.callId === callId);
const lines = (): Record<string, unknown>[] => logged.map((line) => JSON.parse(line) as Record<string, unknown>);

test('model-throws-a-type-error: one line has the id that the event has, whose call it was and where, and neither words nor key', async () => {
  const client = await call('call_model');
  await client.hears();
  client.type(WORDS);
  const [failed] = await eventually(
    () => eventsOf('call_model').filter((event) => event.type === 'llm.failed'),
    (found) => found.length > 0,
  );
  expect(lines()).toMatchObject([
    {
      defectId: failed?.defect_id,
      place: 'llm.stream',
      callId: 'call_model',
      organizationId: 'org_1',
      state: 'thinking',
      error: { type: 'TypeError', stack: expect.arrayContaining([expect.stringMatching(/media-process\.test\.ts/)]) as string[] },
    },
  ]);
  expect(failed?.defect_id).toMatch(/^defect_[0-9a-z]{26}$/);
  expect(logged.join()).not.toMatch(/4111|card|sk-live/);
  expect(sent.filter(({ type }) => type === 'defect')).toEqual([{ type: 'defect', place: 'llm.stream' }]);
  expect(endOf('call_model')).toBeUndefined();
});

test('engines-throw-before-the-call: the call ends with error_internal and its trace, another goes on', async () => {
  const sound = await call('call_sound');
  Object.defineProperty(failing, 'vad', {
    configurable: true,
    enumerable: true,
    get: () => {
      throw new TypeError(WORDS);
    },
  });
  const client = new Client(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/call_broken`);
  clients.push(client);
  await client.start();
  await client.untilClosed();
  expect(endOf('call_broken')).toMatchObject({ reason: 'error_internal' });
  expect(lines()).toMatchObject([{ place: 'host', callId: 'call_broken', organizationId: 'org_1', error: { type: 'TypeError' } }]);
  expect(logged.join()).not.toContain('4111');
  await sound.hears();
  expect(endOf('call_sound')).toBeUndefined();
});

test('detector-throws-whenever-it-hears: it is opened again, in the end that call alone ends, with its traces', async () => {
  const sound = await call('call_other');
  failing.vad = {
    ...fakeVad,
    open: () => ({
      push() {
        throw new RangeError(WORDS);
      },
      close() {},
    }),
  };
  const broken = await call('call_deaf');
  await broken.untilClosed();
  expect(broken.ended).toBe('error_stt');
  const traces = lines();
  expect(eventsOf('call_deaf')).toContainEqual(
    expect.objectContaining({ type: 'hearing.interrupted', part: 'vad', defect_id: traces[0]?.['defectId'] }),
  );
  expect(eventsOf('call_deaf')).toContainEqual(expect.objectContaining({ type: 'stt.failed', defect_id: traces.at(-1)?.['defectId'] }));
  expect(traces.every(({ place, callId }) => place === 'vad' && callId === 'call_deaf')).toBe(true);
  expect(traces).toHaveLength(5);
  await sound.hears();
  expect(endOf('call_other')).toBeUndefined();
});

test('channel-throws-in-a-timer: told as a defect of that call, and no call ends with it', async () => {
  const sound = await call('call_kept');
  unsendable = 'call_unkept';
  const mute = await call('call_unkept');
  await mute.hears();
  mute.socket.send('{"type":"hangup"}');
  await mute.untilClosed();
  await eventually(
    () => endOf('call_unkept'),
    (end) => end !== undefined,
  );
  expect(lines()).toContainEqual(expect.objectContaining({ place: 'recorder', callId: 'call_unkept' }));
  expect(logged.join()).not.toContain('4111');
  await sound.hears();
  expect(endOf('call_kept')).toBeUndefined();
});

describe('a rejection for which nobody waited', () => {
  const others = process.listeners('unhandledRejection');
  beforeAll(() => {
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', (error) => media.onUnhandled(error));
  });
  afterAll(() => {
    process.removeAllListeners('unhandledRejection');
    for (const other of others) process.on('unhandledRejection', other);
  });

  const rejects = (): void => void Promise.reject(new TypeError(WORDS));

  test('engine-rejects-in-a-timer: its call alone ends, with the defect in its log; another goes on', async () => {
    const sound = await call('call_calm');
    failing.vad = {
      ...fakeVad,
      open: (listener) => {
        setTimeout(rejects, 50);
        return fakeVad.open(listener);
      },
    };
    const broken = await call('call_rejects');
    await broken.untilClosed();
    expect(broken.ended).toBe('error_internal');
    const [reported] = eventsOf('call_rejects').filter((event) => event.type === 'defect.reported');
    expect(reported).toMatchObject({ place: 'host' });
    expect(lines()).toMatchObject([{ defectId: reported?.defect_id, place: 'host', callId: 'call_rejects', error: { type: 'TypeError' } }]);
    expect(logged.join()).not.toContain('4111');
    await sound.hears();
    expect(endOf('call_calm')).toBeUndefined();
  });

  test('nobody-knows-whose-it-is: told as a defect of the process, and no call ends', async () => {
    const sound = await call('call_unmoved');
    rejects();
    await eventually(lines, (found) => found.length > 0);
    expect(lines()).toMatchObject([{ place: 'host', error: { type: 'TypeError' } }]);
    expect(lines()[0]).not.toHaveProperty('callId');
    expect(sent).toContainEqual({ type: 'defect', place: 'host' });
    await sound.hears();
    expect(endOf('call_unmoved')).toBeUndefined();
  });
});
