/** Spoken calls with embedded speech in which the caller does what callers do: coughs, hums, hesitates, dictates. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Call, CallDecision, CallEvent, CreatedCall } from '@parley/contract';
import { AUDIBLE, Caller } from './caller.ts';
import { install, temporaryFolder, type Installation } from './installation.ts';

let parley: Installation;
const place = temporaryFolder();

beforeAll(async () => {
  parley = await install(place.folder);
}, 90_000);

afterAll(async () => {
  await parley.stop();
  place.remove();
}, 30_000);

const ANSWER =
  'We have been in this house for many years and we are happy to tell you everything about our services and our prices and our team and how to find us on Market Street next to the library.';

const PAUSE_MS = 900;

async function talking(greeting: string, prompt: string): Promise<{ call: CreatedCall; caller: Caller }> {
  const agent = await parley.api.request<{ id: string }>('POST', '/agents', { name: 'Talkative', greeting, prompt });
  await parley.api.request('POST', `/agents/${agent.id}/publish`);
  const call = await parley.api.call(agent.id);
  // A voice whose hums the narrow recogniser understands.
  return { call, caller: await Caller.connect(call.media_url ?? '', { encoding: 'pcm_s16le', sampleRate: 16_000 }, 'slt') };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** 120 ms of noise that fades, as a cough does. */
const COUGH = Int16Array.from({ length: 1_920 }, (_sample, index) => Math.round(Math.sin(index * index) * 9_000 * (1 - index / 1_920)));

/** Two seconds into a long answer. */
async function inAnswer(): Promise<{ call: CreatedCall; caller: Caller; asked: number }> {
  const { call, caller } = await talking('Hello.', `Q: Tell me about the practice.\nA: ${ANSWER}`);
  await caller.untilAnswered(0, 300);
  const asked = await caller.say('Tell me about the practice.');
  await caller.until((one) => one.heard.filter((frame) => frame.atMs > asked && frame.level > AUDIBLE).length > 80, 'the answer');
  return { call, caller, asked };
}

async function decisions<T extends CallDecision['type']>(call: CreatedCall, type: T): Promise<Extract<CallDecision, { type: T }>[]> {
  const { items } = await parley.api.request<{ items: CallEvent[] }>('GET', `/calls/${call.id}/events`);
  return items.flatMap(({ event }) => (event.type === type ? [event as Extract<CallDecision, { type: T }>] : []));
}

async function ended(call: CreatedCall): Promise<Call> {
  let found = await parley.api.request<Call>('GET', `/calls/${call.id}`);
  for (let attempt = 0; attempt < 100 && found.status === 'ongoing'; attempt += 1) {
    await pause(50);
    found = await parley.api.request<Call>('GET', `/calls/${call.id}`);
  }
  return found;
}

test.each([
  ['a cough', (caller: Caller) => caller.play(COUGH, 16_000)],
  ['"uh-huh"', (caller: Caller) => caller.say('Uh huh.')],
])(
  '%s over an answer: it goes on from the same word',
  async (_name, sound) => {
    const { call, caller, asked } = await inAnswer();
    await sound(caller);
    await caller.untilAnswered(asked, 1_200);
    await caller.hangUp();
    const { transcript } = await ended(call);
    const detected = await decisions(call, 'interruption.detected');
    const answer = transcript.filter(({ role }) => role === 'agent').at(-1);
    expect(answer).toMatchObject({ text: ANSWER });
    expect(answer?.interrupted ?? false).toBe(false);
    expect(detected).toEqual([]);
  },
  90_000,
);

test('"stop" over an answer ends it', async () => {
  const { call, caller } = await inAnswer();
  const began = caller.atMs;
  const end = await caller.say('Stop, please stop.');
  await pause(1_000);
  const lastLoud = caller.heard.findLast((frame) => frame.level > AUDIBLE && frame.atMs < end)?.atMs ?? 0;
  // Its first sound comes after 30 ms. From there until silence it takes 250 to 290 ms, on sherpa-onnx 310 to 380; the rest is for a busy machine.
  expect(lastLoud - began).toBeLessThanOrEqual(550);
  await caller.hangUp();
  expect((await ended(call)).transcript.some(({ interrupted }) => interrupted === true)).toBe(true);
}, 90_000);

test('"yeah" over the end of a question is its answer', async () => {
  const { call, caller } = await talking('Hello. Would you like to hear about the practice?', `Q: Yeah.\nA: ${ANSWER}`);
  await caller.until((one) => one.heard.filter((frame) => frame.level > AUDIBLE).length > 100, 'the question');
  await caller.say('Yeah.');
  await caller.until((one) => one.transcripts('user').length > 0, 'the turn', 8_000);
  await caller.hangUp();
  const { transcript } = await ended(call);
  expect(transcript[0]).toMatchObject({ role: 'agent', text: 'Hello. Would you like to hear about the practice?' });
  expect(transcript[1]?.role).toBe('user');
}, 90_000);

test('a number in groups with pauses of 0.9 s is one turn', async () => {
  const { call, caller } = await talking('What is your phone number?', 'Q: My number is four one five.\nA: Thank you.');
  await caller.untilAnswered(0, 300);
  await caller.say('four one five');
  await pause(PAUSE_MS);
  await caller.say('five five five');
  await pause(PAUSE_MS);
  const end = await caller.say('one two three four');
  await caller.untilAnswered(end, 300);
  await caller.hangUp();
  await ended(call);
  const committed = await decisions(call, 'user_turn.committed');
  expect(committed).toHaveLength(1);
  // It may mishear a digit, and does; what counts is that nobody answered in the middle.
  expect(committed[0]?.text.split(' ').length).toBeGreaterThanOrEqual(9);
}, 90_000);
