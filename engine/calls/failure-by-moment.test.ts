/** Each provider failing, throwing or falling silent, and the transport closing, at each moment of a call. */
import { AppError } from '@parley/contract';
import { expect, test } from 'vitest';
import { HANGS, Rehearsal, type FakeAnswer, type RehearsalOptions } from '../testing/index.ts';
import { APOLOGY } from '../turns/limits.ts';
import { greeted, LONG, lines } from './testing.ts';

const CALCULATOR: FakeAnswer = [{ type: 'function_call', call: { id: 'fc', name: 'calculator', arguments: { expression: '1 + 1' } } }];
const PATIENCE = { turn_taking: { provider_timeout_ms: 1_000 } };
const REFUSES = new AppError('provider_failed');
const THROWS = new TypeError('x is not a function');

const asked = async (options: RehearsalOptions): Promise<Rehearsal> => {
  const rehearsal = new Rehearsal(options);
  await greeted(rehearsal);
  await rehearsal.say('hello please');
  return rehearsal;
};

const withModel = (answers: FakeAnswer[]): Promise<Rehearsal> =>
  asked({ agent: { ...PATIENCE, functions: [{ type: 'built_in', name: 'calculator' }] }, answers });

type Case = readonly [name: string, call: () => Promise<Rehearsal>, end: string | null, transcript: readonly string[]];

const MODEL: readonly Case[] = [
  ['the model refuses', () => withModel([REFUSES]), null, ['agent 0: Hello there caller.', 'user 1: hello please', `agent 1: ${APOLOGY}`]],
  ['the model throws', () => withModel([THROWS]), null, ['agent 0: Hello there caller.', 'user 1: hello please', `agent 1: ${APOLOGY}`]],
  ['the model hangs', () => withModel([HANGS]), null, ['agent 0: Hello there caller.', 'user 1: hello please', `agent 1: ${APOLOGY}`]],
  [
    'the model has nothing to say, and is asked once more',
    () => withModel([[], 'Yes.']),
    null,
    ['agent 0: Hello there caller.', 'user 1: hello please', 'agent 1: Yes.'],
  ],
  [
    'the model has nothing to say, twice',
    () => withModel([[], []]),
    null,
    ['agent 0: Hello there caller.', 'user 1: hello please', `agent 1: ${APOLOGY}`],
  ],
  [
    'the model calls functions and nothing else',
    () => withModel(Array.from({ length: 9 }, () => CALCULATOR)),
    null,
    ['agent 0: Hello there caller.', 'user 1: hello please', `agent 1: ${APOLOGY}`],
  ],
  [
    'the model refuses in the middle of its answer',
    () => withModel([{ text: 'First of all. And then', then: REFUSES }]),
    null,
    ['agent 0: Hello there caller.', 'user 1: hello please', 'agent 1: First of all.'],
  ],
  [
    'the model throws in the middle of its answer',
    () => withModel([{ text: 'First of all. And then', then: THROWS }]),
    null,
    ['agent 0: Hello there caller.', 'user 1: hello please', 'agent 1: First of all.'],
  ],
  [
    'the model refuses after a function',
    () => withModel([CALCULATOR, REFUSES]),
    null,
    ['agent 0: Hello there caller.', 'user 1: hello please', `agent 1: ${APOLOGY}`],
  ],
  [
    'the model throws after a function',
    () => withModel([CALCULATOR, THROWS]),
    null,
    ['agent 0: Hello there caller.', 'user 1: hello please', `agent 1: ${APOLOGY}`],
  ],
  [
    'the model hangs after a function',
    () => withModel([CALCULATOR, HANGS]),
    null,
    ['agent 0: Hello there caller.', 'user 1: hello please', `agent 1: ${APOLOGY}`],
  ],
];

const VOICE: readonly Case[] = [
  [
    'the voice hangs in the greeting',
    () => Promise.resolve(new Rehearsal({ agent: PATIENCE, ttsFirstMs: 60_000 })),
    'error_tts',
    ['agent 0: ', 'agent 0: '],
  ],
  [
    'the voice hangs in an answer',
    async () => {
      const rehearsal = await asked({ agent: PATIENCE, answers: ['Yes.'] });
      rehearsal.tts.hangs = true;
      return rehearsal;
    },
    'error_tts',
    ['agent 0: Hello there caller.', 'user 1: hello please', 'agent 1: ', 'agent 1: '],
  ],
  [
    'the voice fails in the middle of a clause',
    async () => {
      const rehearsal = await asked({ agent: PATIENCE, answers: ['One two three four.'] });
      rehearsal.tts.failWith = REFUSES;
      rehearsal.tts.failAfter = 2;
      return rehearsal;
    },
    null,
    ['agent 0: Hello there caller.', 'user 1: hello please', 'agent 1: One two'],
  ],
  [
    'the voice refuses the only clause',
    async () => {
      const rehearsal = await asked({ agent: PATIENCE, answers: ['Yes.'] });
      rehearsal.tts.failWith = REFUSES;
      return rehearsal;
    },
    null,
    ['agent 0: Hello there caller.', 'user 1: hello please', 'agent 1: ', `agent 1: ${APOLOGY}`],
  ],
  [
    'the voice refuses the only clause after a function',
    async () => {
      const rehearsal = await withModel([CALCULATOR, 'It is two.']);
      rehearsal.tts.failWith = REFUSES;
      return rehearsal;
    },
    null,
    ['agent 0: Hello there caller.', 'user 1: hello please', 'agent 1: ', `agent 1: ${APOLOGY}`],
  ],
  [
    'the voice refuses one of two clauses',
    async () => {
      const rehearsal = await asked({ agent: PATIENCE, answers: ['One two. Three four.'] });
      rehearsal.tts.failWith = REFUSES;
      return rehearsal;
    },
    null,
    ['agent 0: Hello there caller.', 'user 1: hello please', 'agent 1: Three four.'],
  ],
];

const lost = (rehearsal: Rehearsal): void => rehearsal.stt.listeners.at(-1)?.onFailed(new Error('gone'));
const RECOGNISER: readonly Case[] = [
  [
    'the recogniser is lost while nobody speaks',
    async () => {
      const rehearsal = new Rehearsal({ answers: ['Yes.'] });
      await greeted(rehearsal);
      lost(rehearsal);
      await rehearsal.silence(100);
      await rehearsal.say('hello please');
      return rehearsal;
    },
    null,
    ['agent 0: Hello there caller.', 'user 1: hello please', 'agent 1: Yes.'],
  ],
  [
    'the recogniser is lost while the agent thinks',
    async () => {
      const rehearsal = await asked({ answers: ['Yes.'], llmDelayMs: 1_000 });
      await rehearsal.silence(600);
      lost(rehearsal);
      return rehearsal;
    },
    null,
    ['agent 0: Hello there caller.', 'user 1: hello please', 'agent 1: Yes.'],
  ],
  [
    'the recogniser is lost while the agent speaks',
    async () => {
      const rehearsal = await asked({ answers: [LONG] });
      await rehearsal.silence(1_500);
      lost(rehearsal);
      return rehearsal;
    },
    null,
    ['agent 0: Hello there caller.', 'user 1: hello please', `agent 1: ${LONG}`],
  ],
  [
    'the recogniser is lost again and again',
    async () => {
      const rehearsal = new Rehearsal();
      await greeted(rehearsal);
      for (let times = 0; times < 5; times += 1) {
        lost(rehearsal);
        await rehearsal.silence(1_000);
      }
      return rehearsal;
    },
    'error_stt',
    ['agent 0: Hello there caller.'],
  ],
];

const closedAfter = async (options: RehearsalOptions, moment: (rehearsal: Rehearsal) => Promise<void>): Promise<Rehearsal> => {
  const rehearsal = new Rehearsal(options);
  await moment(rehearsal);
  rehearsal.transport.listener?.onClosed('socket_closed', 'The socket closed.');
  return rehearsal;
};
const inTurn =
  (waitMs: number) =>
  async (rehearsal: Rehearsal): Promise<void> => {
    await greeted(rehearsal);
    await rehearsal.say('please count');
    await rehearsal.silence(waitMs);
  };

const TRANSPORT: readonly Case[] = [
  ['the transport closes before anything', () => closedAfter({}, async () => {}), 'transport_closed', ['agent 0:  /Hello there caller.']],
  [
    'the transport closes in the greeting',
    () => closedAfter({}, (rehearsal) => rehearsal.silence(300)),
    'transport_closed',
    ['agent 0: Hello there /caller.'],
  ],
  ['the transport closes while nobody speaks', () => closedAfter({}, greeted), 'transport_closed', ['agent 0: Hello there caller.']],
  [
    'the transport closes while the agent thinks',
    () => closedAfter({ answers: [LONG], llmDelayMs: 1_000 }, inTurn(600)),
    'transport_closed',
    ['agent 0: Hello there caller.', 'user 1: please count'],
  ],
  [
    'the transport closes while the agent speaks',
    () => closedAfter({ answers: [LONG] }, inTurn(1_500)),
    'transport_closed',
    ['agent 0: Hello there caller.', 'user 1: please count', 'agent 1: One two three four /five six seven eight nine ten eleven twelve.'],
  ],
  [
    'the transport closes while the agent is paused',
    () =>
      closedAfter({ answers: [LONG] }, async (rehearsal) => {
        await inTurn(1_500)(rehearsal);
        await rehearsal.say('', { ms: 100 });
      }),
    'transport_closed',
    ['agent 0: Hello there caller.', 'user 1: please count', 'agent 1: One two three four /five six seven eight nine ten eleven twelve.'],
  ],
];

test.each([...MODEL, ...VOICE, ...RECOGNISER, ...TRANSPORT])('%s', async (_name, call, end, transcript) => {
  const rehearsal = await call();
  await rehearsal.silence(9_000);
  expect(rehearsal.end).toBe(end);
  expect(lines(rehearsal)).toEqual(transcript);
  await rehearsal.finish();
});
