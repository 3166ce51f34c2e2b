/** What holds of every call, whatever happens in it. */
import type { CallEvent } from '@parley/contract';
import { expect } from 'vitest';
import type { FakePhone, Rehearsal } from '../testing/index.ts';
import { APOLOGY, MAX_STEPS } from '../turns/limits.ts';
import { isMarkedInTime, SETTLED_MS, wordsOf } from './testing-random.ts';

export const told = (rehearsal: Rehearsal): string[] => rehearsal.decisions('agent_turn.finished').flatMap(({ text }) => wordsOf(text));

/** Words that are in one of the two and not in the other, in the order in which they are. */
function wordsApart(one: readonly string[], other: readonly string[]): number {
  let row = Array.from({ length: other.length + 1 }, () => 0);
  for (const word of one) {
    const next = [0];
    for (const [at, beside] of other.entries()) next.push(word === beside ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    row = next;
  }
  return one.length + other.length - 2 * (row.at(-1) ?? 0);
}

/** To the word where the voice marks its words in time; otherwise a word more or less where something was cut or broke off. */
export function toldIsPlayed(words: readonly string[], played: readonly string[], rehearsal: Rehearsal): void {
  const cuts = rehearsal.decisions('agent_turn.finished').filter(({ interrupted, unheard_text }) => interrupted || unheard_text !== '');
  if (isMarkedInTime(rehearsal.tts)) expect(words, 'the transcript is what was played').toEqual(played);
  else expect(wordsApart(words, played), `told "${words.join(' ')}", played "${played.join(' ')}"`).toBeLessThanOrEqual(cuts.length);
}

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

/** What ends a turn before its time, and its end. */
const ENDS_TURN = new Set<string>(['interruption.detected', 'call.ended', 'user_turn.committed', 'agent_turn.finished']);

/** What a function has done goes to the model, whatever failed beside it, unless the turn was over before or was ended. */
export function resultsAreTold(rehearsal: Rehearsal, rested: boolean): void {
  if (!rested) return;
  const { events } = rehearsal;
  const turnOf = new Map(rehearsal.decisions('function.requested').map((one) => [one.function_call_id, one.turn]));
  for (const [index, { event }] of events.entries()) {
    if (event.type !== 'function.finished') continue;
    const turn = turnOf.get(event.function_call_id);
    const isOver = events.slice(0, index).some((one) => one.event.type === 'agent_turn.finished' && one.event.turn === turn);
    const steps = events.filter((one) => one.event.type === 'llm.requested' && one.event.turn === turn).length;
    if (isOver || steps >= MAX_STEPS) continue;
    const next = events.slice(index).find(({ event: later }) => later.type === 'llm.requested' || ENDS_TURN.has(later.type));
    if (next?.event.type !== 'agent_turn.finished' || rehearsal.end?.startsWith('error_') === true) continue;
    const apology = events.find((one) => one.seq > next.seq && one.event.type === 'agent_turn.finished' && one.event.turn === turn);
    expect(apology, `the result of ${event.function_call_id} is told, or an apology`).toBeDefined();
  }
}

const isReply = ({ turn, text }: { turn: number; text: string }): boolean =>
  turn > 0 && text !== '' && !APOLOGY.startsWith(text.slice(0, 5));

/** No turn of the caller has two replies, and of a reply or apology to the last one something was heard, unless the call ended for want of it. */
export function everyTurnAnsweredOnce(rehearsal: Rehearsal, rested: boolean): void {
  const replies = rehearsal.decisions('agent_turn.finished').filter(isReply);
  expect(replies.map(({ turn }) => turn)).toEqual([...new Set(replies.map(({ turn }) => turn))]);
  const { events, end } = rehearsal;
  const last = events.findLast(({ event }) => event.type === 'user_turn.committed');
  if (last?.event.type !== 'user_turn.committed' || !rested || end?.startsWith('error_') === true) return;
  const { turn } = last.event;
  const heardOfIt = events.some(
    ({ seq, event }) => seq > last.seq && event.type === 'agent_turn.finished' && event.turn >= turn && event.text !== '',
  );
  expect(heardOfIt, `turn ${turn} is answered`).toBe(true);
}

const isSomebodySpeaking = (events: readonly CallEvent[]): boolean =>
  events.filter(({ event }) => event.type === 'user_speech.started').length >
  events.filter(({ event }) => event.type === 'user_speech.ended').length;

const isHeld = (events: readonly CallEvent[]): boolean =>
  events.findLast(({ event }) => event.type === 'call.held' || event.type === 'call.resumed')?.event.type === 'call.held';

const COUNTS = new Set<string>(['user_turn.committed', 'interruption.dismissed']);
const DISTURBS = new Set<string>([
  'user_speech.started',
  'user_text.received',
  'digit.received',
  'call.held',
  'hangup.requested',
  'transport.closed',
]);

/** Who says what the recogniser knows to have no words for is answered as well, unless the log says that it was no turn. */
export function everyRejectionCounts({ events }: Rehearsal): void {
  for (const [index, { at_ms, event }] of events.entries()) {
    if (event.type !== 'user_transcript.final' || !event.rejected) continue;
    const began = events.findIndex((one) => one.event.type === 'user_speech.started' && one.event.utterance === event.utterance);
    const disturbed = events.findIndex((one, at) => at > index && DISTURBS.has(one.event.type));
    const until = disturbed < 0 ? events.length : disturbed;
    const before = events.slice(0, index);
    // On hold nothing is decided.
    if ((events[until]?.at_ms ?? Infinity) - at_ms < SETTLED_MS || isSomebodySpeaking(before) || isHeld(before)) continue;
    const counts = events.slice(began, until).some((one) => COUNTS.has(one.event.type));
    expect(counts, `the rejected utterance ${event.utterance} counts`).toBe(true);
  }
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
  const understood = finals.filter(({ rejected, text }) => !rejected && text !== '');
  const came = new Set(understood.flatMap(({ utterance: id, stands_in }) => (stands_in === true ? [] : [id])));
  for (const { text } of understood.filter(({ utterance: id, stands_in }) => stands_in !== true || !came.has(id)))
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
