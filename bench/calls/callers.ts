/** Callers in a process of their own: what they cost is not counted as the server's, and their speech is made before the first of them calls. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CreatedCall, Problem } from '@parley/contract';
import { createResampler } from '@parley/engine/audio/resample.ts';
import { synthesise } from '@parley/providers/embedded/tts/flite.ts';
import { Api, AUDIBLE, Caller } from '../../e2e/caller.ts';

export interface Calling {
  url: string;
  key: string;
  agentId: string;
  calls: number;
  /** Between two calls' beginnings. */
  everyMs: number;
  /** How many of the lines each says; 0: hangs up once it has heard the agent. */
  lines: number;
}

/** Of all calls together; times in ms. */
export interface Called {
  /** From the end of each line to the first audible sound. */
  answers: number[];
  unanswered: number;
  /** From the request to its answer. */
  admitted: number[];
  refused: number[];
  withoutRetryAfter: number;
  /** Other than those two. */
  failed: string[];
}

const LINES = [
  'What are your opening hours?',
  'Where are you located?',
  'I would like to book an appointment.',
  'My name is John Smith.',
  'On Friday.',
  "At two o'clock.",
  'Yes, please.',
];
const RATE = 16_000;
/** The synthesiser keeps 60 ms of silence at the end; the true end of speech is before it. */
const SILENCE_MS = 60;
const ANSWER_MS = 10_000;

async function spoken(line: string): Promise<Int16Array> {
  const { pcm, sampleRate } = await synthesise(line, 'rms', 1);
  const heard = pcm.subarray(0, pcm.length - Math.round((sampleRate * SILENCE_MS) / 1_000));
  return sampleRate === RATE ? heard.slice() : createResampler(sampleRate, RATE).process(heard);
}

async function converse(call: CreatedCall, speech: readonly Int16Array[], into: Called): Promise<void> {
  const caller = await Caller.connect(call.media_url ?? '');
  if (speech.length === 0) await caller.until((one) => one.heard.length > 5, 'the greeting');
  else await caller.untilAnswered(0, 400);
  for (const pcm of speech) {
    const end = await caller.play(pcm, RATE);
    try {
      await caller.until((one) => one.heard.some((frame) => frame.atMs > end && frame.level > AUDIBLE), 'an answer', ANSWER_MS);
      into.answers.push((caller.firstHeardAfter(end) ?? end) - end);
      await caller.untilAnswered(end, 400);
    } catch {
      into.unanswered += 1;
    }
  }
  await caller.hangUp();
}

async function oneCall(api: Api, agentId: string, speech: readonly Int16Array[], into: Called): Promise<void> {
  const began = performance.now();
  const response = await api.raw('POST', '/calls', { type: 'web', transport: 'websocket', agent_id: agentId });
  const took = performance.now() - began;
  const body = (await response.json()) as CreatedCall | Problem;
  if ('client_token' in body) {
    into.admitted.push(took);
    return converse(body, speech, into).catch((error: unknown) => {
      throw new Error(`${body.id}: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
  if (body.code !== 'busy') throw new Error(`POST /calls answered ${body.code}`);
  into.refused.push(took);
  if (response.headers.get('retry-after') === null) into.withoutRetryAfter += 1;
}

async function run({ url, key, agentId, calls, everyMs, lines }: Calling): Promise<Called> {
  const api = new Api(url, key);
  const speech = await Promise.all(LINES.slice(0, lines).map(spoken));
  // What the first request of a process loads is not the server's.
  await api.request('GET', '/agents');
  const into: Called = { answers: [], unanswered: 0, admitted: [], refused: [], withoutRetryAfter: 0, failed: [] };
  await Promise.all(
    Array.from({ length: calls }, async (_, index) => {
      await wait(index * everyMs);
      await oneCall(api, agentId, speech, into).catch((error: unknown) => into.failed.push(String(error)));
    }),
  );
  return into;
}

process.on('message', (calling: Calling) => {
  void run(calling).then((called) => process.send?.(called));
});
process.on('disconnect', () => process.exit());
