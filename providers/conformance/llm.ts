/**
 * What every language model behind `LlmEngine` must do. The cases speak with the model as calls do; a subject whose answers
 * are recorded prepares answers to `LLM_PROMPT`'s questions.
 */
import assert from 'node:assert/strict';
import type { LlmDelta, LlmEngine, LlmFunction, LlmFunctionCall, LlmMessage, LlmRequest } from '@parley/engine/llm/llm.ts';
import { within, type ConformanceCase } from './suite.ts';

const LLM_PROMPT = `You are the voice agent of a bakery. You answer briefly.

Q: When are you open? / What are your opening hours?
A: We open at six in the morning. We close at noon. On Sundays we are closed.

Q: Where are you?
A: We are at nine Mill Lane.
`;

/** What the case needs the model to say or do. */
export const LLM_ASKS = {
  /** Answered in several sentences that hold the word "noon". */
  hours: 'what are your opening hours',
  /** Answered with the words "Mill Lane". */
  place: 'where are you',
  /** A call of `calculator` whose expression holds 12 and 7. */
  sum: 'what is twelve times seven',
} as const;

export const CALCULATOR: LlmFunction = {
  name: 'calculator',
  description: 'Works out an arithmetic expression.',
  parameters: { type: 'object', properties: { expression: { type: 'string' } }, required: ['expression'], additionalProperties: false },
};

export interface LlmSubject {
  engine: LlmEngine;
}

const WAIT_MS = 5_000;
/** Between the abort and the end of the stream: enough for the event loop, not for another piece of an answer. */
const ABORT_MS = 250;

const user = (content: string): LlmMessage => ({ role: 'user', content });

export const llmRequest = (messages: readonly LlmMessage[], functions: readonly LlmFunction[] = []): LlmRequest => ({
  messages: [{ role: 'system', content: LLM_PROMPT }, ...messages],
  functions,
  language: 'en-US',
  timeZone: 'UTC',
  now: new Date('2026-11-24T10:00:00Z'),
});

export interface LlmAnswer {
  text: string;
  deltas: LlmDelta[];
  calls: LlmFunctionCall[];
}

export async function collect(stream: AsyncIterable<LlmDelta>): Promise<LlmAnswer> {
  const deltas: LlmDelta[] = [];
  for await (const delta of stream) deltas.push(delta);
  const text = deltas.map((delta) => (delta.type === 'text' ? delta.text : '')).join('');
  return { text, deltas, calls: deltas.flatMap((delta) => (delta.type === 'function_call' ? [delta.call] : [])) };
}

const ask = ({ engine }: LlmSubject, request: LlmRequest, signal = new AbortController().signal): Promise<LlmAnswer> =>
  within(WAIT_MS, 'answer', collect(engine.stream(request, signal)));

function assertFinish({ deltas }: LlmAnswer): void {
  assert.ok(deltas.filter((delta) => delta.type === 'finish').length === 1, 'a stream has one finish');
  const last = deltas.at(-1);
  assert.ok(last?.type === 'finish', 'the finish comes last');
  const counts = [last.usage.input_tokens, last.usage.output_tokens, last.usage.cached_input_tokens];
  assert.ok(
    counts.every((count) => Number.isInteger(count) && count >= 0),
    'usage is counted in whole tokens',
  );
}

const squash = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ');

async function reasonOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return undefined;
}

const streaming: readonly ConformanceCase<LlmSubject>[] = [
  {
    name: 'streams text and ends with one finish',
    async run(subject) {
      const answer = await ask(subject, llmRequest([user(LLM_ASKS.hours)]));
      assertFinish(answer);
      assert.ok(squash(answer.text).includes('noon'), 'the answer is there');
      assert.ok(answer.deltas.filter((delta) => delta.type === 'text').length >= 2, 'a long answer comes in pieces');
      assert.ok(answer.calls.length === 0, 'nothing is called that was not declared');
    },
  },
  {
    name: 'begins before it has ended',
    async run({ engine }) {
      const iterator = engine.stream(llmRequest([user(LLM_ASKS.hours)]), new AbortController().signal)[Symbol.asyncIterator]();
      const first = await within(WAIT_MS, 'first delta', iterator.next());
      assert.ok(
        first.done !== true && first.value.type === 'text' && !squash(first.value.text).includes('closed'),
        'the first piece is not the whole answer',
      );
      await iterator.return?.();
    },
  },
  {
    name: 'answers several requests at once without mixing them',
    async run(subject) {
      const [hours, place] = await Promise.all([
        ask(subject, llmRequest([user(LLM_ASKS.hours)])),
        ask(subject, llmRequest([user(LLM_ASKS.place)])),
      ]);
      assert.ok(squash(hours.text).includes('noon') && !squash(hours.text).includes('mill lane'), 'the first answer is its own');
      assert.ok(squash(place.text).includes('mill lane') && !squash(place.text).includes('noon'), 'the second answer is its own');
    },
  },
];

const aborting: readonly ConformanceCase<LlmSubject>[] = [
  {
    name: 'does nothing when aborted beforehand',
    async run({ engine }) {
      const reason = new Error('the caller went on');
      const given: LlmDelta[] = [];
      const failure = await within(
        WAIT_MS,
        'end',
        reasonOf(
          (async () => {
            for await (const delta of engine.stream(llmRequest([user(LLM_ASKS.hours)]), AbortSignal.abort(reason))) given.push(delta);
          })(),
        ),
      );
      assert.ok(given.length === 0, 'nothing is said');
      assert.ok(failure === reason, 'the abort passes through');
    },
  },
  {
    name: 'stops in mid-stream at once and passes the abort through',
    async run({ engine }) {
      const caller = new AbortController();
      const reason = new Error('the caller went on');
      let after = 0;
      const failure = await within(
        WAIT_MS,
        'end',
        reasonOf(
          (async () => {
            for await (const _delta of engine.stream(llmRequest([user(LLM_ASKS.hours)]), caller.signal)) {
              if (caller.signal.aborted) after += 1;
              caller.abort(reason);
            }
          })(),
        ),
      );
      assert.ok(after === 0, 'nothing comes after the abort');
      assert.ok(failure === reason, 'the abort passes through');
    },
  },
  {
    name: 'stops while it waits',
    async run({ engine }) {
      const caller = new AbortController();
      const reason = new Error('the caller hung up');
      const iterator = engine.stream(llmRequest([user(LLM_ASKS.hours)]), caller.signal)[Symbol.asyncIterator]();
      await within(WAIT_MS, 'first delta', iterator.next());
      const next = iterator.next();
      caller.abort(reason);
      const outcome = await within(ABORT_MS, 'end after the abort', reasonOf(next));
      // A delta that was there already may still be handed over; nothing after it.
      assert.ok(outcome === reason || outcome === undefined, 'the abort passes through');
      const rest = await within(
        ABORT_MS,
        'end after the abort',
        reasonOf(iterator.next().then((one) => assert.ok(one.done === true, 'nothing goes on'))),
      );
      assert.ok(rest === undefined || rest === reason, 'nothing goes on');
    },
  },
  {
    name: 'can be left before its end and asked again',
    async run(subject) {
      for await (const _delta of subject.engine.stream(llmRequest([user(LLM_ASKS.hours)]), new AbortController().signal)) break;
      assert.ok(
        squash((await ask(subject, llmRequest([user(LLM_ASKS.place)]))).text).includes('mill lane'),
        'the next request is answered',
      );
    },
  },
];

const calling: readonly ConformanceCase<LlmSubject>[] = [
  {
    name: 'calls a function and speaks of its result',
    async run(subject) {
      const asked = await ask(subject, llmRequest([user(LLM_ASKS.sum)], [CALCULATOR]));
      assertFinish(asked);
      const [call] = asked.calls;
      assert.ok(
        asked.calls.length === 1 && call !== undefined && call.name === 'calculator' && call.id !== '',
        'the function is called once, with an id',
      );
      const { expression } = call.arguments as { expression?: unknown };
      assert.ok(typeof expression === 'string' && /12.*7/.test(expression), 'its arguments are an object');
      const history: LlmMessage[] = [
        user(LLM_ASKS.sum),
        { role: 'assistant', content: asked.text, functionCalls: [call] },
        { role: 'function', functionCallId: call.id, name: call.name, content: '{"value":84}' },
      ];
      const told = await ask(subject, llmRequest(history, [CALCULATOR]));
      assertFinish(told);
      assert.ok(told.calls.length === 0 && /84|eighty[- ]four/.test(squash(told.text)), 'the result is spoken of');
      const again = await ask(
        subject,
        llmRequest([...history, { role: 'assistant', content: told.text }, user(LLM_ASKS.sum)], [CALCULATOR]),
      );
      assert.ok(again.calls[0] !== undefined && again.calls[0].id !== call.id, 'ids are unique in a conversation');
    },
  },
];

const conversing: readonly ConformanceCase<LlmSubject>[] = [
  {
    name: 'begins a conversation without a word of the caller',
    async run(subject) {
      const answer = await ask(subject, llmRequest([]));
      assertFinish(answer);
      assert.ok(answer.text.trim() !== '', 'there is an answer');
    },
  },
  {
    name: 'takes a long history, with answers that were cut off',
    async run(subject) {
      const turns = Array.from({ length: 120 }, (_, index): LlmMessage[] => [
        user(LLM_ASKS.hours),
        {
          role: 'assistant',
          content: index % 3 === 0 ? 'We open at' : index % 3 === 1 ? 'We open at six in the morning. We close at noon.' : '',
        },
      ]);
      const answer = await ask(subject, llmRequest([...turns.flat(), user(LLM_ASKS.place)]));
      assertFinish(answer);
      assert.ok(squash(answer.text).includes('mill lane'), 'the last question is answered');
    },
  },
  {
    name: 'takes any text',
    async run(subject) {
      for (const text of [
        '',
        '   ',
        'Grüße, 你好 👋🏽 — “où êtes-vous?”',
        '\u0000\u202e{"role":"system"}',
        'x'.repeat(5_000),
        '[unintelligible]',
      ]) {
        const answer = await ask(subject, llmRequest([user(text)]));
        assertFinish(answer);
        assert.ok(answer.text.trim() !== '' || answer.calls.length > 0, 'there is an answer');
      }
    },
  },
  {
    name: 'takes context that is added during the call',
    async run(subject) {
      const answer = await ask(
        subject,
        llmRequest([
          user(LLM_ASKS.hours),
          { role: 'assistant', content: 'We open at six.' },
          { role: 'system', content: 'The caller is a regular.' },
          user(LLM_ASKS.place),
        ]),
      );
      assertFinish(answer);
      assert.ok(squash(answer.text).includes('mill lane'), 'the question is answered');
    },
  },
];

export const llmCases: readonly ConformanceCase<LlmSubject>[] = [...streaming, ...aborting, ...calling, ...conversing];
