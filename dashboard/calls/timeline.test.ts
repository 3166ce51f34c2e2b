import type { CallDecision, CallEvent, CallInput } from '@parley/contract';
import { expect, it } from 'vitest';
import { groupMarks } from './mark-groups.ts';
import { marksOf, turnsOf, type Mark } from './timeline.ts';

let seq = 0;
const happened = (at_ms: number, event: CallInput): CallEvent => ({ seq: ++seq, at_ms, kind: 'input', event });
const decided = (at_ms: number, event: CallDecision): CallEvent => ({ seq: ++seq, at_ms, kind: 'decision', event });

const usage = { input_tokens: 120, output_tokens: 9, cached_input_tokens: 100 };
const LOG: CallEvent[] = [
  happened(0, { type: 'call.started' }),
  decided(1, { type: 'clause.spoken', clause: 1, turn: 0, text: 'Hello.' }),
  happened(3_100, { type: 'user_transcript.final', utterance: 1, text: 'book it', words: [], rejected: false }),
  decided(3_350, {
    type: 'user_turn.committed',
    turn: 1,
    text: 'book it',
    words: [],
    start_ms: 2_000,
    end_ms: 3_000,
    reason: 'whole_sentence',
    silence_ms: 350,
    typed: false,
  }),
  decided(3_351, { type: 'llm.requested', request: 1, turn: 1, messages: 3 }),
  happened(3_500, { type: 'llm.delta_received', request: 1, text: 'Booked.' }),
  decided(3_510, { type: 'clause.spoken', clause: 2, turn: 1, text: 'Booked.' }),
  decided(3_511, { type: 'function.requested', turn: 1, function_call_id: 'f1', name: 'book', arguments: { day: 'Friday' } }),
  happened(3_540, { type: 'function.finished', function_call_id: 'f1', ok: true, result: 'done', ms: 29 }),
  happened(3_560, { type: 'llm.finished', request: 1, provider: 'embedded', model: 'dialogue-rules', usage }),
  happened(3_580, { type: 'tts.first_audio', clause: 2 }),
  happened(3_600, { type: 'playout.started', clause: 2 }),
  decided(3_600, { type: 'turn.measured', turn: 1, e2e_ms: 600, endpointing_ms: 350, stt_ms: 5, llm_ms: 159, tts_ms: 90 }),
  decided(3_900, { type: 'interruption.detected', turn: 1, speech_ms: 250 }),
];

it('draws a turn from the last word to the first sound', () => {
  const turn = turnsOf(LOG).find((each) => each.turn === 1);
  expect(turn?.spans.map(({ name, startMs, endMs }) => [name, startMs, endMs])).toEqual([
    ['end of turn', 3_000, 3_350],
    ['recognised', 3_000, 3_100],
    ['model', 3_351, 3_500],
    ['clause', 3_500, 3_510],
    ['voice', 3_510, 3_580],
    ['out', 3_580, 3_600],
  ]);
});

it('says why the turn ended, on which model it ran, and what its functions gave', () => {
  const turn = turnsOf(LOG).find((each) => each.turn === 1);
  expect(turn?.committed?.reason).toBe('whole_sentence');
  expect(turn?.model).toEqual({ provider: 'embedded', model: 'dialogue-rules', input: 120, output: 9, cached: 100 });
  expect(turn?.functions).toMatchObject([{ name: 'book', ok: true, result: 'done', ms: 29 }]);
  expect(turn?.latency?.e2e_ms).toBe(600);
});

it('knows the greeting as a turn that nobody asked for', () => {
  expect(turnsOf(LOG)[0]).toMatchObject({ turn: 0, committed: null, spans: [] });
});

it('leaves the wait out of a typed turn', () => {
  const typed = decided(10, {
    type: 'user_turn.committed',
    turn: 1,
    text: 'hi',
    words: [],
    start_ms: 10,
    end_ms: 10,
    reason: 'typed',
    silence_ms: 0,
    typed: true,
  });
  expect(turnsOf([typed])[0]?.spans).toEqual([]);
});

it('marks turns, functions and interruptions where they happened', () => {
  expect(marksOf(LOG).map(({ kind, atMs }) => [kind, atMs])).toEqual([
    ['turn', 3_350],
    ['function', 3_511],
    ['interruption', 3_900],
  ]);
});

it('marks when the caller was away', () => {
  const log = [happened(100, { type: 'call.held' }), happened(900, { type: 'call.resumed' })];
  expect(marksOf(log).map(({ kind, atMs }) => [kind, atMs])).toEqual([
    ['presence', 100],
    ['presence', 900],
  ]);
});

it('joins marks that would lie upon each other under the gravest', () => {
  const mark = (kind: Mark['kind'], atMs: number): Mark => ({ kind, atMs, label: kind, turn: null });
  const groups = groupMarks([mark('turn', 100), mark('interruption', 110), mark('turn', 900)], 1_000, 0.05);
  expect(groups.map(({ main, marks }) => [main.kind, marks.length])).toEqual([
    ['interruption', 2],
    ['turn', 1],
  ]);
});
