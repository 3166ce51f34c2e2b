import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AgentSnapshot, AgentVersion, Call, CallEvent, CreatedCall } from '@parley/contract';
import { rms } from '@parley/engine/audio/level.ts';
import { readWav } from '@parley/engine/audio/wav.ts';
import { firstDifference } from '@parley/engine/replay.ts';
import { AUDIBLE, Caller, type CallerFormat } from './caller.ts';
import { API_KEY, install, temporaryFolder, type Installation } from './installation.ts';

let parley: Installation;
const place = temporaryFolder();

beforeAll(async () => {
  parley = await install(place.folder);
}, 90_000);

afterAll(async () => {
  await parley.stop();
  place.remove();
}, 30_000);

/** The call once it is over and everything of it is kept. */
async function ended(id: string): Promise<Call> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const call = await parley.api.request<Call>('GET', `/calls/${id}`);
    if (call.status !== 'ongoing' && call.status !== 'registered' && call.recording.available) return call;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the call did not end');
}

async function replayed(call: CreatedCall): Promise<void> {
  const { items } = await parley.api.request<{ items: CallEvent[] }>('GET', `/calls/${call.id}/events`);
  const version = await parley.api.request<AgentVersion>('GET', `/agents/${call.agent_id}/versions/${String(call.agent_version)}`);
  const agent: AgentSnapshot = { id: call.agent_id, version: call.agent_version, config: version.config };
  expect(firstDifference(agent, call.variables, items)).toBeNull();
  expect(items.map((event) => event.seq)).toEqual(items.map((_event, index) => index + 1));
}

async function published(config: Record<string, unknown>): Promise<string> {
  const agent = await parley.api.request<{ id: string }>('POST', '/agents', config);
  await parley.api.request('POST', `/agents/${agent.id}/publish`);
  return agent.id;
}

const FORMATS: [string, CallerFormat][] = [
  ['16 kHz PCM', { encoding: 'pcm_s16le', sampleRate: 16_000 }],
  ['8 kHz µ-law', { encoding: 'mulaw', sampleRate: 8_000 }],
];

describe.concurrent.each(FORMATS)('a spoken appointment over %s', (_title, format) => {
  test('reaches the right booking, is recorded on both channels, and replays to the same decisions', async () => {
    const call = await parley.api.call(await parley.api.frontDesk());
    const caller = await Caller.connect(call.media_url ?? '', format);
    await caller.untilAnswered(0);
    for (const line of [
      'I would like to book an appointment.',
      'My name is John Smith.',
      'On the third of December.',
      "At two o'clock.",
      'Yes, please.',
    ]) {
      await caller.untilAnswered(await caller.say(line), 500);
    }
    await caller.hangUp();
    const kept = await ended(call.id);
    expect(kept.collected).toMatchObject([
      { name: 'book_appointment', arguments: { name: 'John Smith', date: expect.stringMatching(/-12-03$/) as string, time: '14:00' } },
    ]);
    expect(kept.disconnection_reason).toBe('user_hangup');
    expect(kept.transcript.filter((line) => line.role === 'user').length).toBe(5);
    expect(kept.latency.e2e.num).toBe(5);

    const wav = readWav(new Uint8Array(await (await parley.api.raw('GET', `/calls/${call.id}/recording`)).arrayBuffer()));
    expect(wav.channels).toBe(2);
    const [left = new Int16Array(0), right = new Int16Array(0)] = wav.pcm;
    const spoken = (role: 'user' | 'agent'): { from: number; to: number }[] =>
      kept.transcript.filter((line) => line.role === role).map((line) => ({ from: line.start_ms, to: line.end_ms }));
    const energy = (pcm: Int16Array, { from, to }: { from: number; to: number }): number => rms(pcm.subarray(from * 16, to * 16));
    for (const span of spoken('user')) expect(energy(left, span)).toBeGreaterThan(5 * energy(right, span) + 0.001);
    for (const span of spoken('agent')) expect(energy(right, span)).toBeGreaterThan(5 * energy(left, span) + 0.001);
    await replayed(call);
  }, 120_000);
});

test('barge-in: speech over a long answer ends the audio within 400 ms, and the transcript where the audio did', async () => {
  const answer =
    'We have been in this house for many years and we are happy to tell you everything about our services and our prices and our team and how to find us on Market Street next to the library.';
  const id = await published({
    name: 'Talkative',
    greeting: 'Hello.',
    prompt: `Q: Tell me about the practice.\nA: ${answer}\nQ: What are your opening hours?\nA: From nine to five.`,
  });
  const call = await parley.api.call(id);
  const caller = await Caller.connect(call.media_url ?? '');
  await caller.untilAnswered(0, 300);
  const asked = await caller.say('Tell me about the practice.');
  await caller.until(
    (one) => one.heard.filter((frame) => frame.atMs > asked && frame.level > AUDIBLE).length > 100,
    'two seconds of the answer',
  );
  const interruptedAt = caller.atMs;
  const end = await caller.say('What are your opening hours?');
  const lastLoud = caller.heard.filter((frame) => frame.level > AUDIBLE && frame.atMs < end).at(-1)?.atMs ?? 0;
  expect(lastLoud - interruptedAt).toBeLessThanOrEqual(400);
  await caller.untilAnswered(end, 300);
  await caller.hangUp();
  const kept = await ended(call.id);
  const cut = kept.transcript.find((line) => line.interrupted === true);
  expect(cut).toBeDefined();
  expect(answer.startsWith(cut?.text ?? '-')).toBe(true);
  expect(`${cut?.text ?? ''} ${cut?.unheard_text ?? ''}`).toBe(answer);
  // The last word that counts as heard had begun to be audible.
  expect(Math.abs((cut?.words.at(-1)?.end_ms ?? 0) - lastLoud)).toBeLessThan(600);
  expect(kept.transcript.at(-1)?.text).toBe('From nine to five.');
  await replayed(call);
}, 60_000);

test('a live call can be followed and ended through the API', async () => {
  const call = await parley.api.call(await parley.api.frontDesk());
  const caller = await Caller.connect(call.media_url ?? '');
  await caller.untilAnswered(0, 300);
  const response = await fetch(`${parley.url}/api/v1/calls/${call.id}/events`, {
    headers: { Authorization: `Bearer ${API_KEY}`, Accept: 'text/event-stream' },
  });
  await parley.api.request('POST', `/calls/${call.id}/end`);
  const stream = await response.text();
  const seqs = [...stream.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]));
  expect(seqs).toEqual(seqs.map((_seq, index) => index + 1));
  expect(stream).toContain('event: call.ended');
  await caller.until((one) => one.ended === 'api_hangup', 'the end');
  caller.close();
  expect((await ended(call.id)).disconnection_reason).toBe('api_hangup');
}, 60_000);
