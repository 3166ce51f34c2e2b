import { createOpenAiCompatible } from '@parley/providers/openai-compatible/index.ts';
import {
  callChunks,
  eventsOf,
  send,
  startEndpoint,
  textChunks,
  type Endpoint,
} from '@parley/providers/openai-compatible/testing/endpoint.ts';
import type { TranscriptTurn } from '@parley/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analyse, type CallToAnalyse } from './analysis.ts';

const turn = (role: TranscriptTurn['role'], text: string, more: Partial<TranscriptTurn> = {}): TranscriptTurn => ({
  role,
  turn: 1,
  text,
  start_ms: 0,
  end_ms: 500,
  words: [],
  ...more,
});
const CALL: CallToAnalyse = {
  prompt: 'You book tables.',
  language: 'en-US',
  timeZone: 'UTC',
  transcript: [turn('user', 'A table for two'), turn('agent', 'Tonight at', { interrupted: true }), turn('user', 'Tomorrow')],
  ending: 'user_hangup',
};
const FINDINGS = { summary: 'A table for two was asked for.', sentiment: 'neutral', successful: false };

let endpoint: Endpoint;
let answer = '';

beforeAll(async () => {
  endpoint = await startEndpoint((answering) => send(answering, answer));
});
afterAll(() => endpoint.close());

const ask = (call: CallToAnalyse = CALL) =>
  analyse(
    createOpenAiCompatible({ baseUrl: endpoint.baseUrl, model: 'reviewer', provider: 'openai_compatible' }),
    call,
    new Date('2026-11-25T09:00:00Z'),
    new AbortController().signal,
  );
const lastAsked = (): string =>
  endpoint.requests
    .at(-1)!
    .body.messages.map((message) => message.content)
    .join('\n');

test('the model sees the agent’s task, every turn and the ending, and its report is taken', async () => {
  answer = eventsOf(callChunks('c1', 'report_call', JSON.stringify(FINDINGS)));
  expect(await ask()).toEqual({ findings: FINDINGS, usage: { input_tokens: 30, output_tokens: 12, cached_input_tokens: 0 } });
  const { body } = endpoint.requests.at(-1)!;
  expect(body.tools).toMatchObject([{ function: { name: 'report_call' } }]);
  expect(lastAsked()).toContain('You book tables.');
  expect(lastAsked()).toContain('Caller: A table for two\nAgent: Tonight at [interrupted]\nCaller: Tomorrow');
  expect(lastAsked()).toContain('user_hangup');
});

test('a model that answers in words is taken at its word, with or without a fence', async () => {
  for (const text of [JSON.stringify(FINDINGS), `Here it is:\n\`\`\`json\n${JSON.stringify(FINDINGS)}\n\`\`\``]) {
    answer = eventsOf(textChunks(text));
    expect((await ask()).findings).toEqual(FINDINGS);
  }
});

test.each([
  ['no report at all', textChunks('I cannot help with that.')],
  ['a mood that there is none of', callChunks('c1', 'report_call', JSON.stringify({ ...FINDINGS, sentiment: 'furious' }))],
  ['an empty summary', callChunks('c1', 'report_call', JSON.stringify({ ...FINDINGS, summary: ' ' }))],
  ['a verdict in words', callChunks('c1', 'report_call', JSON.stringify({ ...FINDINGS, successful: 'yes' }))],
])('%s is a failure of the provider', async (_name, chunks) => {
  answer = eventsOf(chunks);
  await expect(ask()).rejects.toMatchObject({ code: 'provider_failed' });
});

test('a very long call is shortened in its middle, a very long summary at its end', async () => {
  answer = eventsOf(callChunks('c1', 'report_call', JSON.stringify({ ...FINDINGS, summary: 'word '.repeat(5_000) })));
  const transcript = Array.from({ length: 5_000 }, (_unused, index) => turn('user', `sentence ${String(index)} ${'x'.repeat(80)}`));
  const { findings } = await ask({ ...CALL, transcript });
  expect(findings.summary.length).toBeLessThanOrEqual(2_000);
  expect(lastAsked().length).toBeLessThan(110_000);
  expect(lastAsked()).toMatch(/sentence 0 /);
  expect(lastAsked()).toMatch(/sentence 4999 /);
  expect(lastAsked()).not.toMatch(/sentence 2500 /);
});
