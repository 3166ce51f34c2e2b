import type { CallInput } from '@parley/contract';
import { expect, test } from 'vitest';
import {
  correctionsIn,
  endOf,
  hear,
  isSpeaking,
  isUnintelligible,
  putAway,
  takeUpAgain,
  textOf,
  wordsOf,
  type Caller,
} from './user-turn.ts';

const NOBODY: Caller = { user: null, past: [] };
const started = (utterance: number, speech_ms: number): CallInput => ({ type: 'user_speech.started', utterance, speech_ms });
const ended = (utterance: number, speech_ms: number): CallInput => ({ type: 'user_speech.ended', utterance, speech_ms });
const final = (utterance: number, text: string): CallInput => ({
  type: 'user_transcript.final',
  utterance,
  text,
  words: [],
  rejected: false,
});
const after = (caller: Caller, ...inputs: CallInput[]): Caller => inputs.reduce((so, input, at) => hear(so, input, 5_000 + at), caller);
const ids = ({ user, past }: Caller): number[] => [
  ...(user?.utterances ?? []).map(({ id }) => id),
  ...past.map(({ utterance }) => utterance.id),
];

test('a past utterance that is taken up again stands before the one in progress, and the caller goes on speaking', () => {
  const over = putAway(after(NOBODY, started(1, 0), ended(1, 900)), { atMs: 1_000 });
  const { user } = after(over, started(2, 2_000), final(1, 'what are your opening hours'));
  expect(user?.utterances.map(({ id }) => id)).toEqual([1, 2]);
  expect(isSpeaking(user)).toBe(true);
  expect(endOf(user)).toBeNull();
});

test('the end of a turn is the last end of its utterances, whichever was heard last', () => {
  const over = putAway(after(NOBODY, started(1, 0), ended(1, 900)), { atMs: 1_000 });
  const { user } = after(over, started(2, 2_000), ended(2, 2_800), final(2, 'on a sunday'), final(1, 'at nine'));
  expect(endOf(user)).toBe(2_800);
  expect(textOf(user)).toBe('at nine on a sunday');
  expect(wordsOf(user)).toEqual([]);
});

test('a turn that is open again is not remembered as over', () => {
  const said = after(NOBODY, started(1, 0), ended(1, 900), final(1, 'what'));
  const answered = said.user;
  if (answered === null) throw new Error('nothing was said');
  const again = takeUpAgain(putAway(said, { atMs: 1_000 }), answered);
  expect(ids(again)).toEqual([1]);
  expect(ids(putAway(again, { atMs: 2_000 }))).toEqual([1]);
});

test('what came for a turn while it was answered counts when it is open again', () => {
  const said = after(NOBODY, started(1, 0));
  const answered = said.user;
  if (answered === null) throw new Error('nothing was said');
  const meanwhile = after(putAway(said, { atMs: 1_000 }), ended(1, 900));
  expect(isSpeaking(takeUpAgain(meanwhile, answered).user)).toBe(false);
});

test('what follows a cut begins before it ends, also where the speech had ended before the cut was made', () => {
  const cut = putAway(after(NOBODY, started(1, 0), final(1, 'one two')), { atMs: 1_000, cut: true });
  const { user } = after(cut, ended(1, 900), final(1, 'one two three'));
  expect(textOf(user)).toBe('three');
  const [one] = user?.utterances ?? [];
  expect(one?.startMs).toBeLessThan(one?.endMs ?? 0);
});

test.each<[string, CallInput]>([
  ['a late final of an utterance before', final(1, 'one two three')],
  ['what is typed', { type: 'user_text.received', text: 'typed' }],
  ['a key', { type: 'digit.received', digit: '1' }],
])('a caller who goes on after a cut goes on speaking, whatever else comes: %s', (_name, input) => {
  const said = after(NOBODY, started(1, 0), ended(1, 900), final(1, 'one'), started(2, 900));
  const { user } = after(putAway(said, { atMs: 1_000, cut: true }), input);
  expect(isSpeaking(user)).toBe(true);
  expect(user?.utterances.at(-1)).toMatchObject({ id: 2, startMs: 1_000 });
});

test('a final that says otherwise than what a cut turn holds of it is told, also where the caller went on meanwhile', () => {
  const partial: CallInput = { type: 'user_transcript.partial', utterance: 2, text: 'what are you up to now' };
  const said = after(NOBODY, started(1, 0), ended(1, 900), final(1, 'one'), started(2, 900), partial);
  const goesOn = after(putAway(said, { atMs: 1_000, cut: true }), final(1, 'one two three'), ended(2, 1_500));
  const corrected = after(goesOn, final(2, 'what are your opening hours'));
  expect(correctionsIn(goesOn, corrected).map((one) => one.final?.text)).toEqual(['what are your opening hours']);
  expect(correctionsIn(goesOn, after(goesOn, final(2, 'what are you up to now then')))).toEqual([]);
});

const word = { text: 'x', start_ms: 0, end_ms: 100 };
const rejected = (utterance: number): CallInput => ({ type: 'user_transcript.final', utterance, text: 'x', words: [word], rejected: true });
const standIn = (utterance: number, text: string): CallInput => ({
  type: 'user_transcript.final',
  utterance,
  text,
  words: [],
  rejected: false,
  stands_in: true,
});

test('a rejected final takes the place of an empty one that stood in for it, and has no words', () => {
  const { user } = after(NOBODY, started(1, 0), ended(1, 900), standIn(1, ''), rejected(1));
  expect(isUnintelligible(user)).toBe(true);
  expect(wordsOf(user)).toEqual([]);
});

test('a rejected final takes away no words that stood in for it', () => {
  const { user } = after(NOBODY, started(1, 0), ended(1, 900), standIn(1, 'hello'), rejected(1));
  expect(isUnintelligible(user)).toBe(false);
  expect(textOf(user)).toBe('hello');
});

const silent = (...utterances: number[]): Caller =>
  after(NOBODY, ...utterances.flatMap((id) => [started(id, id * 1_000), ended(id, id * 1_000 + 900), standIn(id, '')]));

test('a rejected final of an utterance that became no turn for want of words makes one', () => {
  expect(isUnintelligible(after(putAway(silent(1), { atMs: 2_000 }), rejected(1)).user)).toBe(true);
});

test.each([
  ['was dismissed', putAway(silent(1), { atMs: 2_000, dismissed: true })],
  ['is in a turn with words', putAway(after(silent(1, 2), final(2, 'hello')), { atMs: 4_000 })],
  ['is in a turn that was not understood', putAway(after(silent(1, 2), rejected(2)), { atMs: 4_000 })],
])('a rejected final of an utterance that %s says nothing new', (_name, over) => {
  expect(after(over, rejected(1)).user).toBeNull();
});
