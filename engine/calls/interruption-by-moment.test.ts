/** Each kind of sound that a caller may make, at each moment of a call: what becomes of the agent's turn. */
import { expect, test } from 'vitest';
import { Rehearsal, type RehearsalOptions } from '../testing/index.ts';
import { greeted, LONG, lines } from './testing.ts';

const COUGH = { text: '', ms: 120 };
const BACKCHANNEL = { text: 'uh huh', ms: 200 };
const WORDS = { text: 'stop it now please', ms: 800 };

const begun = async (options: RehearsalOptions, waitMs: number): Promise<Rehearsal> => {
  const rehearsal = new Rehearsal(options);
  await greeted(rehearsal);
  await rehearsal.say('please count');
  await rehearsal.silence(waitMs);
  return rehearsal;
};

const CALCULATOR = [{ type: 'function_call' as const, call: { id: 'fc', name: 'calculator', arguments: { expression: '1 + 1' } } }];

const MOMENTS = {
  greeting: async () => {
    const rehearsal = new Rehearsal({ answers: ['Fine.'] });
    await rehearsal.silence(300);
    return rehearsal;
  },
  speaking: () => begun({ answers: [LONG, 'Fine.'] }, 1_500),
  thinking: () => begun({ answers: ['Too early.', 'Fine.'], llmDelayMs: 1_500 }, 700),
  'thinking after a function': () =>
    begun(
      { agent: { functions: [{ type: 'built_in', name: 'calculator' }] }, answers: [CALCULATOR, 'It is two.', 'Fine.'], llmDelayMs: 900 },
      1_900,
    ),
  'paused by a sound before': async () => {
    const rehearsal = await begun({ answers: [LONG, 'Fine.'] }, 1_500);
    // Its final is late: what it was is not known when the next sound comes.
    await rehearsal.say('', { ms: 60, finalMs: 600 });
    await rehearsal.silence(260);
    return rehearsal;
  },
  'between two clauses': () => begun({ answers: ['One two. Three four.', 'Fine.'], llmDelayMs: 20, llmBetweenMs: 700 }, 2_700),
  'the end of a question': () => begun({ answers: ['One or two?', 'Fine.'] }, 1_340),
  'the end of the last clause': () => begun({ answers: ['One two three.', 'Fine.'] }, 1_340),
} as const satisfies Record<string, () => Promise<Rehearsal>>;

type Moment = keyof typeof MOMENTS;

const SOUNDS = { cough: COUGH, backchannel: BACKCHANNEL, yeah: { text: 'yeah', ms: 240 }, words: WORDS } as const;

const EXPECTED: readonly (readonly [Moment, keyof typeof SOUNDS, string, readonly string[]])[] = [
  ['greeting', 'cough', 'greeting', ['agent 0: Hello there caller.']],
  ['greeting', 'backchannel', 'greeting', ['agent 0: Hello there caller.']],
  ['greeting', 'words', 'greeting', ['agent 0: Hello there /caller.', 'user 1: stop it now please', 'agent 1: Fine.']],
  ['speaking', 'cough', 'speaking', ['agent 0: Hello there caller.', 'user 1: please count', `agent 1: ${LONG}`]],
  ['speaking', 'backchannel', 'speaking', ['agent 0: Hello there caller.', 'user 1: please count', `agent 1: ${LONG}`]],
  [
    'speaking',
    'words',
    'speaking',
    [
      'agent 0: Hello there caller.',
      'user 1: please count',
      'agent 1: One two three four /five six seven eight nine ten eleven twelve.',
      'user 2: stop it now please',
      'agent 2: Fine.',
    ],
  ],
  ['thinking', 'cough', 'thinking', ['agent 0: Hello there caller.', 'user 1: please count', 'agent 1: Too early.']],
  ['thinking', 'backchannel', 'thinking', ['agent 0: Hello there caller.', 'user 1: please count', 'agent 1: Too early.']],
  [
    'thinking',
    'words',
    'thinking',
    ['agent 0: Hello there caller.', 'user 1: please count', 'user 1: please count stop it now please', 'agent 1: Fine.'],
  ],
  ['thinking after a function', 'cough', 'thinking', ['agent 0: Hello there caller.', 'user 1: please count', 'agent 1: It is two.']],
  ['thinking after a function', 'backchannel', 'thinking', ['agent 0: Hello there caller.', 'user 1: please count', 'agent 1: It is two.']],
  [
    'thinking after a function',
    'words',
    'thinking',
    ['agent 0: Hello there caller.', 'user 1: please count', 'user 2: stop it now please', 'agent 2: Fine.'],
  ],
  ['paused by a sound before', 'cough', 'paused', ['agent 0: Hello there caller.', 'user 1: please count', `agent 1: ${LONG}`]],
  ['paused by a sound before', 'backchannel', 'paused', ['agent 0: Hello there caller.', 'user 1: please count', `agent 1: ${LONG}`]],
  [
    'paused by a sound before',
    'words',
    'paused',
    [
      'agent 0: Hello there caller.',
      'user 1: please count',
      'agent 1: One two three four /five six seven eight nine ten eleven twelve.',
      'user 2: stop it now please',
      'agent 2: Fine.',
    ],
  ],
  ['between two clauses', 'cough', 'thinking', ['agent 0: Hello there caller.', 'user 1: please count', 'agent 1: One two. Three four.']],
  ['between two clauses', 'yeah', 'thinking', ['agent 0: Hello there caller.', 'user 1: please count', 'agent 1: One two. Three four.']],
  [
    'between two clauses',
    'words',
    'thinking',
    [
      'agent 0: Hello there caller.',
      'user 1: please count',
      'agent 1: One two. /Three four.',
      'user 2: stop it now please',
      'agent 2: Fine.',
    ],
  ],
  ['speaking', 'yeah', 'speaking', ['agent 0: Hello there caller.', 'user 1: please count', `agent 1: ${LONG}`]],
  ['the end of a question', 'cough', 'speaking', ['agent 0: Hello there caller.', 'user 1: please count', 'agent 1: One or two?']],
  [
    'the end of a question',
    'yeah',
    'speaking',
    ['agent 0: Hello there caller.', 'user 1: please count', 'agent 1: One or two?', 'user 2: yeah', 'agent 2: Fine.'],
  ],
  [
    'the end of a question',
    'backchannel',
    'speaking',
    ['agent 0: Hello there caller.', 'user 1: please count', 'agent 1: One or two?', 'user 2: uh huh', 'agent 2: Fine.'],
  ],
  ['the end of the last clause', 'cough', 'speaking', ['agent 0: Hello there caller.', 'user 1: please count', 'agent 1: One two three.']],
  [
    'the end of the last clause',
    'backchannel',
    'speaking',
    ['agent 0: Hello there caller.', 'user 1: please count', 'agent 1: One two three.'],
  ],
  [
    'the end of the last clause',
    'words',
    'speaking',
    ['agent 0: Hello there caller.', 'user 1: please count', 'agent 1: One two three. /', 'user 2: stop it now please', 'agent 2: Fine.'],
  ],
];

test.each(EXPECTED)('%s, %s', async (moment, sound, state, transcript) => {
  const rehearsal = await MOMENTS[moment]();
  expect(rehearsal.states().at(-1)).toBe(state);
  const { text, ms } = SOUNDS[sound];
  await rehearsal.say(text, { ms });
  await rehearsal.silence(8_000);
  await rehearsal.finish();
  expect(lines(rehearsal)).toEqual(transcript);
});
