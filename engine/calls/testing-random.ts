/** Calls as nobody would think of them: what the tests of random calls share. What holds of each is in testing-promises.ts. */
import { AppError, type CallEvent } from '@parley/contract';
import fc from 'fast-check';
import type { LlmDelta } from '../llm/llm.ts';
import { FakePhone, HANGS, Rehearsal, VirtualClock, type FakeAnswer } from '../testing/index.ts';

const ms = (from: number, to: number): fc.Arbitrary<number> => fc.integer({ min: from / 20, max: to / 20 }).map((frames) => frames * 20);

const TEXTS = [
  'what are your opening hours',
  'hello please',
  'i want to book a table',
  'uh huh',
  'yes',
  '',
  '',
  '',
  'my number is five five',
  'stop it now please',
];
const utterance = fc.record({
  text: fc.constantFrom(...TEXTS),
  ms: ms(40, 1_400),
  finalMs: fc.oneof(
    { weight: 4, arbitrary: ms(0, 400) },
    { weight: 1, arbitrary: ms(400, 2_600) },
    { weight: 1, arbitrary: ms(1_500, 6_000) },
  ),
  /** The partial, in place of the first word; false: there is none. */
  misheard: fc.constantFrom(null, null, false as const, 'okay', 'nine', 'what are you up to now then'),
  rejected: fc.constantFrom(false, false, false, true),
  /** The first session that hears it gives no final. */
  never: fc.constantFrom(undefined, undefined, undefined, 'once' as const),
});

const ANSWERS = [
  'Sure, I can do that for you. It is on Friday at nine.',
  'Well, one moment please while I look.',
  'Okay.',
  'We open at nine. We close at five. Anything else?',
];
const call = (name: string): LlmDelta[] => [
  { type: 'text', text: 'One moment. ' },
  { type: 'function_call', call: { id: `fc_${name}`, name, arguments: { expression: '1 + 1' } } },
];
const answer: fc.Arbitrary<FakeAnswer> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...ANSWERS) },
  { weight: 2, arbitrary: fc.constantFrom(call('calculator'), call('unknown'), call('dial')) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<FakeAnswer[]>(new AppError('provider_failed'), HANGS)
      .map((then) => ({ text: call('calculator'), then }) as FakeAnswer),
  },
  { weight: 1, arbitrary: fc.constant<FakeAnswer>([]) },
  { weight: 1, arbitrary: fc.constant<FakeAnswer>({ text: 'Well, let me see. It', then: new AppError('provider_failed') }) },
  { weight: 1, arbitrary: fc.constant<FakeAnswer>(new AppError('provider_failed')) },
  { weight: 1, arbitrary: fc.constant<FakeAnswer>(HANGS) },
);

const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('say' as const), utterance }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('mumble' as const), ms: ms(200, 1_600), finalMs: ms(1_400, 3_600) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('cut in' as const), ms: ms(40, 2_400) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('talk on' as const), ms: ms(31_000, 64_000), finalMs: ms(0, 2_600) }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('wait' as const), ms: ms(20, 3_000) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('type' as const), text: fc.constantFrom('typed one', 'typed two') }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('press' as const), digit: fc.constantFrom('1', '5', '0', '#') }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constantFrom('hold' as const, 'resume' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constantFrom('inject' as const, 'lose the recogniser' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('fail the voice' as const), after: fc.integer({ min: 0, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('buffer' as const), ms: fc.constantFrom(0, 60, 400, 1_200) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('send nothing' as const), ms: ms(20, 1_200) }) },
);
type Said = typeof utterance extends fc.Arbitrary<infer U> ? U : never;
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

export const scenario = fc.record({
  actions: fc.array(action, { minLength: 1, maxLength: 8 }),
  answers: fc.array(answer, { maxLength: 6 }),
  actionMs: ms(0, 2_000),
  llmDelayMs: ms(0, 900),
  llmBetweenMs: ms(0, 120),
  ttsFirstMs: ms(0, 400),
  /** Slower than it plays, at most. */
  ttsBetweenMs: ms(0, 260),
  marks: fc.constantFrom('first' as const, 'with' as const, 'last' as const, 'none' as const),
  interruption: fc.record({ enabled: fc.constantFrom(true, true, false), min_words: fc.constantFrom(0, 0, 1, 2) }),
  mode: fc.constantFrom('adaptive' as const, 'fixed' as const),
  /** How it ends, at once or after everything has come to rest. */
  ending: fc.constantFrom('api' as const, 'user' as const, 'transport' as const),
  rest: fc.constantFrom(true, true, false),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;

/** The voice says how far it is as it speaks; with another, the pace does. */
export const isMarkedInTime = ({ marks }: Pick<Scenario, 'marks'>): boolean => marks === 'first' || marks === 'with';

export const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** The detector hears where one utterance ends and the next begins. */
const APART_MS = 260;
/** What the caller said has been taken in by then, and what the agent had to say before has been said. */
export const SETTLED_MS = 8_000;
/** Utterances without a pause end after 30 s: more than a talk has of them. */
const MOST_CUTS = 4;

/** What is said at `place`, known again by its first word. */
const marked = (text: string, place: number): string => (wordsOf(text).length < 3 ? text : `n${place} ${text}`);

const spoken = ({ ms: length, finalMs, misheard, rejected, never }: Said): Parameters<Rehearsal['say']>[1] => ({
  ms: length,
  finalMs,
  rejected,
  ...(misheard === null ? {} : { partial: misheard }),
  ...(never === undefined ? {} : { never }),
});

async function talkOn(rehearsal: Rehearsal, talk: Extract<Action, { does: 'talk on' }>, place: number): Promise<void> {
  const parts = Array.from({ length: MOST_CUTS }, (_part, cut) => ({
    text: Array.from({ length: 9 }, (_word, word) => `n${place + (cut * 10 + word) / 100}`).join(' '),
    finalMs: talk.finalMs,
  }));
  rehearsal.stt.heard.push(...parts);
  await rehearsal.sound(talk.ms);
  await rehearsal.silence(APART_MS);
  for (const part of parts) if (rehearsal.stt.heard.includes(part)) rehearsal.stt.heard.splice(rehearsal.stt.heard.indexOf(part), 1);
}

/** Something that is no word of the recogniser's, as it finds out when nobody expects it any more, and time for an answer. */
async function mumble(rehearsal: Rehearsal, { ms: length, finalMs }: Extract<Action, { does: 'mumble' }>): Promise<void> {
  await rehearsal.say('mumbled', { ms: length, finalMs, partial: false, rejected: true });
  return rehearsal.silence(SETTLED_MS + finalMs);
}

/** A sound at the first frame of what the agent says next, if it says something soon. */
async function cutIn(rehearsal: Rehearsal, { ms: length }: Extract<Action, { does: 'cut in' }>): Promise<void> {
  const started = (): number => rehearsal.inputs('playout.started').length;
  const before = started();
  for (let waited = 0; waited < 3_000 && started() === before && rehearsal.end === null; waited += 20) await rehearsal.silence(20);
  await rehearsal.say('', { ms: length });
  return rehearsal.silence(APART_MS);
}

async function act(rehearsal: Rehearsal, one: Action, place: number): Promise<void> {
  switch (one.does) {
    case 'say':
      await rehearsal.say(marked(one.utterance.text, place), spoken(one.utterance));
      return rehearsal.silence(APART_MS);
    case 'mumble':
      return mumble(rehearsal, one);
    case 'cut in':
      return cutIn(rehearsal, one);
    case 'talk on':
      return talkOn(rehearsal, one, place);
    case 'wait':
      return rehearsal.silence(one.ms);
    case 'send nothing':
      return rehearsal.nothing(one.ms);
    case 'buffer':
      return void (rehearsal.transport.playoutDelayMs = one.ms);
    case 'type':
      return rehearsal.transport.receive({ type: 'text', text: one.text });
    case 'hold':
    case 'resume':
      return rehearsal.transport.receive({ type: one.does });
    case 'press':
      return rehearsal.transport.receive({ type: 'dtmf', digit: one.digit });
    case 'inject':
      return rehearsal.call.inject('The caller is known.');
    case 'lose the recogniser':
      return rehearsal.stt.listeners.at(-1)?.onFailed(new Error('lost'));
    case 'fail the voice':
      rehearsal.tts.failWith = new AppError('provider_failed');
      rehearsal.tts.failAfter = one.after;
      return;
    default:
      return one satisfies never;
  }
}

function hangUp(rehearsal: Rehearsal, by: Scenario['ending']): void {
  if (by === 'api') rehearsal.call.hangUp('api');
  else if (by === 'user') rehearsal.transport.receive({ type: 'hangup' });
  else rehearsal.transport.listener?.onClosed('socket_closed', 'The socket closed.');
}

/** Long enough for every wait of a call that nobody disturbs, the retries of a hanging model included. */
const REST_MS = 14_000;

/** `goesOnFrom`: the log of a call that another process began. */
export async function hold(
  one: Scenario,
  goesOnFrom: readonly CallEvent[] = [],
): Promise<{ rehearsal: Rehearsal; framesAtHangUp: number }> {
  const clock = new VirtualClock();
  const transport = new FakePhone(clock);
  transport.actionMs = one.actionMs;
  const rehearsal = new Rehearsal({
    clock,
    transport,
    goesOnFrom,
    functions: {
      calculator: { ok: true, result: { value: 2 } },
      dial: { ok: true, result: { pressed: true }, actions: [{ type: 'send_digits', digits: '1' }] },
    },
    agent: {
      turn_taking: {
        provider_timeout_ms: 1_500,
        reminder: { after_ms: 0 },
        interruption: one.interruption,
        endpointing: { mode: one.mode },
      },
    },
    answers: [...one.answers],
    llmDelayMs: one.llmDelayMs,
    llmBetweenMs: one.llmBetweenMs,
    ttsFirstMs: one.ttsFirstMs,
    tts: (voice) => void Object.assign(voice, { marks: one.marks, natural: !isMarkedInTime(one), betweenMs: one.ttsBetweenMs }),
  });
  for (const [place, each] of one.actions.entries()) await act(rehearsal, each, place + 1);
  // A held call rests as it is.
  if (one.rest) {
    rehearsal.transport.receive({ type: 'resume' });
    await rehearsal.silence(REST_MS);
  }
  hangUp(rehearsal, one.ending);
  const framesAtHangUp = rehearsal.transport.frames.length;
  // Replays the log, and throws when the call did not end, when the replay decides otherwise and when a timer is left.
  await rehearsal.finish();
  return { rehearsal, framesAtHangUp };
}
