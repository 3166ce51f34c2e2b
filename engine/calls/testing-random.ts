/** Calls as nobody would think of them, and what holds of each: what the tests of random calls share. */
import { AppError, type CallEvent } from '@parley/contract';
import fc from 'fast-check';
import { expect } from 'vitest';
import { FakePhone, HANGS, Rehearsal, VirtualClock, type FakeAnswer } from '../testing/index.ts';
import { APOLOGY } from '../turns/limits.ts';

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
  misheard: fc.constantFrom(null, null, 'okay', 'nine', 'what are you up to now then'),
});

const ANSWERS = [
  'Sure, I can do that for you. It is on Friday at nine.',
  'Well, one moment please while I look.',
  'Okay.',
  'We open at nine. We close at five. Anything else?',
];
const call = (name: string): FakeAnswer => [
  { type: 'text', text: 'One moment. ' },
  { type: 'function_call', call: { id: `fc_${name}`, name, arguments: { expression: '1 + 1' } } },
];
const answer: fc.Arbitrary<FakeAnswer> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...ANSWERS) },
  { weight: 2, arbitrary: fc.constantFrom(call('calculator'), call('unknown'), call('dial')) },
  { weight: 1, arbitrary: fc.constant<FakeAnswer>([]) },
  { weight: 1, arbitrary: fc.constant<FakeAnswer>({ text: 'Well, let me see. It', then: new AppError('provider_failed') }) },
  { weight: 1, arbitrary: fc.constant<FakeAnswer>(new AppError('provider_failed')) },
  { weight: 1, arbitrary: fc.constant<FakeAnswer>(HANGS) },
);

const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('say' as const), utterance }) },
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
  marks: fc.constantFrom('first' as const, 'with' as const),
  interruption: fc.record({ enabled: fc.constantFrom(true, true, false), min_words: fc.constantFrom(0, 0, 1, 2) }),
  mode: fc.constantFrom('adaptive' as const, 'fixed' as const),
  /** How it ends, at once or after everything has come to rest. */
  ending: fc.constantFrom('api' as const, 'user' as const, 'transport' as const),
  rest: fc.constantFrom(true, true, false),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** The detector hears where one utterance ends and the next begins. */
const APART_MS = 260;
/** Utterances without a pause end after 30 s: more than a talk has of them. */
const MOST_CUTS = 4;

/** What is said at `place`, known again by its first word. */
const marked = (text: string, place: number): string => (wordsOf(text).length < 3 ? text : `n${place} ${text}`);

const spoken = ({ ms: length, finalMs, misheard }: Said): Parameters<Rehearsal['say']>[1] => ({
  ms: length,
  finalMs,
  ...(misheard === null ? {} : { partial: misheard }),
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

async function act(rehearsal: Rehearsal, one: Action, place: number): Promise<void> {
  switch (one.does) {
    case 'say':
      await rehearsal.say(marked(one.utterance.text, place), spoken(one.utterance));
      return rehearsal.silence(APART_MS);
    case 'talk on':
      return talkOn(rehearsal, one, place);
    case 'wait':
      return rehearsal.silence(one.ms);
    case 'send nothing':
      return rehearsal.nothing(one.ms);
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
  });
  Object.assign(rehearsal.tts, { marks: one.marks, betweenMs: one.ttsBetweenMs });
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

export const told = (rehearsal: Rehearsal): string[] => rehearsal.decisions('agent_turn.finished').flatMap(({ text }) => wordsOf(text));

export function endsOnce({ events, end, llm }: Rehearsal): void {
  expect(events.filter(({ event }) => event.type === 'call.ended')).toHaveLength(1);
  expect(events.at(-1)?.event).toMatchObject({ type: 'call.ended', reason: end });
  expect(end).not.toBe('error_internal');
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => index + 1));
  // In a log of two processes the requests of the first are not known here.
  if (events.some(({ event }) => event.type === 'call.taken_over')) return;
  const dropped = events.flatMap(({ at_ms, event }) => (event.type === 'llm.aborted' ? [[event.request - 1, at_ms] as const] : []));
  expect([...llm.abortedAt], 'the model stops when its answer is dropped').toEqual(expect.arrayContaining(dropped));
}

/** Words sound in the order in which the voice was asked for them, one frame at a time: no reply sounds into another or comes back behind it. */
export function oneReplyAtATime({ transport, events }: Rehearsal): void {
  const levels = transport.frames.flatMap(({ level }) => (level > 0 ? [level] : []));
  expect(levels).toEqual(levels.toSorted((a, b) => a - b));
  expect(new Set(transport.frames.map(({ atMs }) => atMs)).size).toBe(transport.frames.length);
  const started = events.flatMap(({ event }) => (event.type === 'playout.started' ? [event.clause] : []));
  expect(started).toEqual(started.toSorted((a, b) => a - b));
}

/** While the caller is away nothing sounds, nothing is heard or done, and no wait for the caller ends. */
export function nothingHappensOnHold({ events, transport }: Rehearsal): void {
  const changes = events.filter(({ event }) => event.type === 'call.held' || event.type === 'call.resumed');
  const heldAt = (atMs: number): boolean => changes.findLast(({ at_ms }) => at_ms < atMs)?.event.type === 'call.held';
  const before = (seq: number): boolean => changes.findLast((change) => change.seq < seq)?.event.type === 'call.held';
  const resumedAt = new Set(changes.map(({ at_ms }) => at_ms));
  expect(transport.frames.filter(({ level, atMs }) => level > 0 && heldAt(atMs) && !resumedAt.has(atMs))).toEqual([]);
  const IN_VAIN = ['endpointing', 'digits', 'long-speech', 'reminder', 'idle'];
  const happened = events.filter(({ seq, event }) => before(seq) && event.type !== 'call.held' && event.type !== 'call.resumed');
  expect(happened.filter(({ event }) => event.type === 'function.requested' || event.type === 'user_transcript.partial')).toEqual([]);
  expect(happened.filter(({ event }) => event.type === 'timer.fired' && IN_VAIN.includes(event.timer))).toEqual([]);
}

/** What the transport is asked for it is asked once, and no function is without its result. */
export function actsOnce(rehearsal: Rehearsal): void {
  const wanted = rehearsal.decisions('action.requested');
  const wishes = rehearsal.inputs('function.finished').filter(({ actions }) => actions !== undefined);
  expect((rehearsal.transport as FakePhone).done.map(({ atMs }) => atMs)).toEqual(wanted.map(({ at_ms }) => at_ms));
  expect(wanted.length).toBeLessThanOrEqual(wishes.length);
  expect(new Set(wanted.map(({ action }) => action)).size).toBe(wanted.length);
}

const isReply = ({ turn, text }: { turn: number; text: string }): boolean =>
  turn > 0 && text !== '' && !APOLOGY.startsWith(text.slice(0, 5));

/** No turn of the caller has two replies, and the last one has an audible reply or apology, unless the call ended for want of it. */
export function everyTurnAnsweredOnce(rehearsal: Rehearsal, rested: boolean): void {
  const replies = rehearsal.decisions('agent_turn.finished').filter(isReply);
  expect(replies.map(({ turn }) => turn)).toEqual([...new Set(replies.map(({ turn }) => turn))]);
  const { events, end } = rehearsal;
  const last = events.findLast(({ event }) => event.type === 'user_turn.committed');
  if (last?.event.type !== 'user_turn.committed' || !rested || end?.startsWith('error_') === true) return;
  const { turn } = last.event;
  const clauses = rehearsal.decisions('clause.spoken').flatMap((spoken) => (spoken.turn === turn ? [spoken.clause] : []));
  const sounded = events.flatMap(({ seq, event }) => (seq > last.seq && event.type === 'playout.started' ? [event.clause] : []));
  expect(
    sounded.some((clause) => clauses.includes(clause)),
    `turn ${turn} is answered`,
  ).toBe(true);
}

/**
 * Whatever the recogniser made of what the caller said is in a turn, or in what the log says was dismissed; a cut turn and the next share it. What stood
 * in for a final makes way for it.
 */
export function noWordIsLost(rehearsal: Rehearsal): void {
  const kept = [
    ...rehearsal.decisions('user_turn.committed').map(({ text }) => text),
    ...rehearsal.decisions('interruption.dismissed').map(({ text }) => text ?? ''),
  ].join(' | ');
  const wasCut = rehearsal.decisions('user_turn.committed').some(({ reason }) => reason === 'long_speech');
  const finals = rehearsal.inputs('user_transcript.final');
  const came = new Set(finals.flatMap(({ utterance: id, text, stands_in }) => (stands_in === true || text === '' ? [] : [id])));
  for (const { text } of finals.filter(({ utterance: id, stands_in }) => stands_in !== true || !came.has(id)))
    for (const part of wasCut ? wordsOf(text) : [text]) expect(kept).toContain(part);
}

/** Utterances that are open at each turn's commit; a sound in which nobody said anything was dismissed, and is none. */
function openAtCommits({ events }: Rehearsal): { reason: string; open: number[] }[] {
  const open = new Set<number>();
  const noise = new Set<number>();
  const commits: { reason: string; open: number[] }[] = [];
  for (const { event } of events) {
    if (event.type === 'user_speech.started') open.add(event.utterance);
    if (event.type === 'user_transcript.partial' && noise.delete(event.utterance)) open.add(event.utterance);
    if (event.type === 'user_speech.ended') for (const sounds of [open, noise]) sounds.delete(event.utterance);
    if (event.type === 'interruption.dismissed') {
      for (const utterance of open) noise.add(utterance);
      open.clear();
    }
    if (event.type === 'user_turn.committed') commits.push({ reason: event.reason, open: [...open] });
  }
  return commits;
}

/** No turn is over while the caller audibly speaks, and each has what was said once, in the order in which it was. */
export function turnsAreWhole(rehearsal: Rehearsal): void {
  const cut = ['long_speech', 'call_ended'];
  expect(openAtCommits(rehearsal).filter(({ reason, open }) => open.length > 0 && !cut.includes(reason))).toEqual([]);
  for (const { text, start_ms, end_ms, typed } of rehearsal.decisions('user_turn.committed')) {
    const wasSpoken = !typed && !text.startsWith('[keys');
    expect(start_ms, text).toBeLessThan(wasSpoken ? end_ms : end_ms + 1);
    const places = [...text.matchAll(/\bn([\d.]+)/g)].map(([, place]) => Number(place));
    expect(places, text).toEqual([...new Set(places)].toSorted((a, b) => a - b));
  }
}

/** Each key is in one turn, in the order in which they were pressed. */
export function noKeyIsLost(rehearsal: Rehearsal): void {
  const turns = new Map(rehearsal.decisions('user_turn.committed').map(({ turn, text }) => [turn, text]));
  const kept = [...turns]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([, text]) => [...text.matchAll(/\[keys: (.+?)\]/g)].map(([, keys]) => keys));
  expect(kept.join('')).toBe(
    rehearsal
      .inputs('digit.received')
      .map(({ digit }) => digit)
      .join(''),
  );
}
