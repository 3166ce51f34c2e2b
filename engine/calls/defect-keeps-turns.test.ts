/** An error of ours ends its call with the turns that were open kept: what was played of the answer and said by the caller. Every such log replays. */
import type { CallInput, Word } from '@parley/contract';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Playout } from '../playout/playout.ts';
import { PlayoutQueue } from '../playout/playout-queue.ts';
import { firstDifference } from '../replay.ts';
import type * as Chart from '../states/core.ts';
import { Rehearsal } from '../testing/index.ts';

/** Inputs at which the core throws. */
const throwsAt = vi.hoisted(() => ({ is: (_input: CallInput): boolean => false }));

vi.mock(import('../states/core.ts'), async (original) => {
  const actual: typeof Chart = await original();
  const step: typeof Chart.step = (core, input, now) => {
    if (throwsAt.is(input)) throw new Error('the core');
    return actual.step(core, input, now);
  };
  return { ...actual, step };
});

beforeEach(() => {
  throwsAt.is = () => false;
});
afterEach(() => vi.restoreAllMocks());

const breaks = (): never => {
  throw new Error('the pacer');
};

const told = (rehearsal: Rehearsal): string => rehearsal.decisions('agent_turn.finished').at(-1)?.text ?? '';
const said = (rehearsal: Rehearsal): string[] => rehearsal.decisions('user_turn.committed').map(({ text }) => text);

function endsInGoodOrder(rehearsal: Rehearsal): void {
  expect(rehearsal.events.at(-1)?.event).toMatchObject({ type: 'call.ended', reason: 'error_internal' });
  expect(rehearsal.end).toBe('error_internal');
  expect(firstDifference(rehearsal.agent, rehearsal.variables, rehearsal.events)).toBeNull();
  expect(rehearsal.inputs('defect.reported').length).toBeGreaterThan(0);
  expect(rehearsal.clock.pending).toBe(0);
}

async function inAnswer(): Promise<Rehearsal> {
  const rehearsal = new Rehearsal({
    answers: ['One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen.'],
  });
  await rehearsal.silence(1_500);
  await rehearsal.say('count please');
  await rehearsal.silence(2_000);
  return rehearsal;
}

test.each<[string, (rehearsal: Rehearsal) => void]>([
  ['the queue throws', () => void vi.spyOn(PlayoutQueue.prototype, 'next').mockImplementation(breaks)],
  ['the pacer throws', () => void vi.spyOn(Playout.prototype, 'tick').mockImplementation(breaks)],
  [
    'the transport does not say how late it plays',
    ({ transport }) => void Object.defineProperty(transport, 'playoutDelayMs', { get: breaks }),
  ],
])('core-defect-keeps-turns: what was heard of the answer is told when %s', async (_name, breakIt) => {
  const rehearsal = await inAnswer();
  breakIt(rehearsal);
  await rehearsal.silence(500);
  endsInGoodOrder(rehearsal);
  const heard = rehearsal.transport.heard(rehearsal.tts).slice(3);
  expect(heard.length).toBeGreaterThan(3);
  expect(told(rehearsal)).toBe(heard.join(' '));
});

test('a pacer that cannot be asked what was heard ends the call all the same', async () => {
  const rehearsal = await inAnswer();
  vi.spyOn(Playout.prototype, 'tick').mockImplementation(breaks);
  vi.spyOn(Playout.prototype, 'clear').mockImplementation(breaks);
  await rehearsal.silence(500);
  endsInGoodOrder(rehearsal);
});

test.each([
  ['the final itself', 'user_transcript.final'],
  ['what comes after it', 'timer.fired'],
])('the core throws at %s: the words of the caller are told', async (_name, type) => {
  const rehearsal = new Rehearsal();
  await rehearsal.silence(1_500);
  throwsAt.is = (input) => input.type === type;
  await rehearsal.say('i would like to', { finalMs: 50 });
  await rehearsal.silence(3_000);
  endsInGoodOrder(rehearsal);
  expect(said(rehearsal)).toEqual(['i would like to']);
});

test('the core throws at everything: the turns are closed from its last good state', async () => {
  const rehearsal = await inAnswer();
  await rehearsal.silence(400);
  let throws = false;
  throwsAt.is = (input) => (throws = input.type !== 'call.started' && (throws || input.type === 'user_text.received'));
  rehearsal.transport.receive({ type: 'text', text: 'typed words' });
  await rehearsal.silence(20);
  endsInGoodOrder(rehearsal);
  expect(said(rehearsal).at(-1)).toBe('typed words');
});

const NO_TRANSCRIPTS: [string, (rehearsal: Rehearsal) => void][] = [
  ['a partial', ({ stt }) => stt.listeners.at(-1)?.onPartial(2, { not: 'a string' } as unknown as string)],
  ['a final', ({ stt }) => stt.listeners.at(-1)?.onFinal(2, { text: 7 as unknown as string, words: [], rejected: true })],
  ['words', ({ stt }) => stt.listeners.at(-1)?.onFinal(2, { text: 'book', words: [{ text: 'book' } as Word], rejected: false })],
  ['no words at all', ({ stt }) => stt.listeners.at(-1)?.onFinal(2, { text: 'book' } as never)],
];

test.each(NO_TRANSCRIPTS)(
  "what cannot be understood of a recogniser is the recogniser's failure, the call goes on: %s",
  async (_name, tell) => {
    const rehearsal = new Rehearsal({ answers: ['Fine.'] });
    await rehearsal.silence(1_500);
    await rehearsal.say('i would like to', { finalMs: 50 });
    await rehearsal.silence(400);
    rehearsal.stt.heard.push({ text: 'book', never: 'once', partial: false });
    await rehearsal.sound(400);
    tell(rehearsal);
    await rehearsal.silence(6_000);
    expect(rehearsal.end).toBeNull();
    expect(rehearsal.inputs('hearing.interrupted')[0]).toMatchObject({ part: 'stt', code: 'internal' });
    expect(said(rehearsal)).toEqual(['i would like to book']);
    await rehearsal.finish();
  },
);
