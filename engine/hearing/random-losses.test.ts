/**
 * Calls in which recogniser and detector are lost, open late and answer late, and audio comes in chunks, late and after stalls, in any order: every word
 * is told once, every frame recorded. `HEARING_SEED` and `HEARING_RUNS` choose others than the fixed ones.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Rehearsal } from '../testing/index.ts';

const SEED = Number(process.env['HEARING_SEED'] ?? 20_261_127);
const RUNS = Number(process.env['HEARING_RUNS'] ?? 60);
/** More within a minute end the call, or make the utterance that was heard meanwhile the suspect. */
const MOST_LOSSES = { stt: 3, vad: 4 };
const LOUD = 1_000;

const ms = (from: number, to: number): fc.Arbitrary<number> => fc.integer({ min: from / 20, max: to / 20 }).map((frames) => frames * 20);
const disturbance = fc.constantFrom(
  'stt' as const,
  'vad' as const,
  'vad throws' as const,
  'stall' as const,
  'late' as const,
  null,
  null,
  null,
);
/** What is fed in between two disturbances: speech or silence, and how. */
const stretch = fc.record({ ms: ms(20, 500), then: disturbance, forMs: ms(20, 640) });
const utterance = fc.record({
  text: fc.constantFrom('what are your opening hours', 'yes', 'my number is five five', 'hello please'),
  finalMs: ms(0, 1_300),
  speech: fc.array(stretch, { minLength: 1, maxLength: 3 }),
  pause: fc.array(stretch, { minLength: 1, maxLength: 3 }),
});
const scenario = fc.record({
  utterances: fc.array(utterance, { minLength: 1, maxLength: 4 }),
  openMs: ms(0, 600),
  resultMs: fc.constantFrom(0, 20, 60),
  chunkMs: fc.constantFrom(20, 20, 60, 200),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;

class Caller {
  readonly #rehearsal: Rehearsal;
  readonly #chunkMs: number;
  readonly #losses = { stt: 0, vad: 0 };
  #chunk: number[] = [];
  #loud = 0;

  constructor(rehearsal: Rehearsal, chunkMs: number) {
    this.#rehearsal = rehearsal;
    this.#chunkMs = chunkMs;
  }

  /** Loud frames so far: each has a level of its own. */
  get loud(): number {
    return this.#loud;
  }

  async feed(stretches: Scenario['utterances'][number]['speech'], loud: boolean, atLeastMs = 0): Promise<void> {
    let fed = 0;
    for (const one of stretches) {
      for (let passed = 0; passed < one.ms; passed += 20) await this.#frame(loud);
      fed += one.ms + (await this.#disturb(one, loud));
    }
    for (; fed < atLeastMs; fed += 20) await this.#frame(loud);
  }

  async #frame(loud: boolean): Promise<void> {
    await this.#rehearsal.nothing(20);
    this.#speak(loud);
  }

  #speak(loud: boolean): void {
    this.#chunk.push(loud ? LOUD + this.#loud++ : 0);
    if (this.#chunk.length * 20 < this.#chunkMs) return;
    for (const level of this.#chunk.splice(0)) this.#rehearsal.transport.listener?.onFrame(new Int16Array(320).fill(level));
  }

  /** Answers with how much was spoken meanwhile. */
  async #disturb({ then, forMs }: Scenario['utterances'][number]['speech'][number], loud: boolean): Promise<number> {
    const { stt, vad, clock } = this.#rehearsal;
    const catchUp = (): void => {
      for (let passed = 0; passed < forMs; passed += 20) this.#speak(loud);
    };
    switch (then) {
      case 'stt':
        if (this.#losses.stt++ < MOST_LOSSES.stt) stt.listeners.at(-1)?.onFailed(new Error('lost'));
        return 0;
      case 'vad':
        if (this.#losses.vad++ < MOST_LOSSES.vad) vad.listeners.at(-1)?.onFailed(new Error('lost'));
        return 0;
      case 'vad throws':
        if (this.#losses.vad++ < MOST_LOSSES.vad) vad.failWith = new Error('thrown');
        return 0;
      case 'stall':
        await clock.stall(forMs, catchUp);
        return forMs;
      case 'late':
        await clock.advance(forMs);
        catchUp();
        return forMs;
      case null:
        return 0;
      default:
        return then satisfies never;
    }
  }
}

const finals = (rehearsal: Rehearsal): string[] =>
  rehearsal.inputs('user_transcript.final').map(({ utterance: id, text }) => `${id}: ${text}`);

test(`random losses lose no word (seed ${SEED})`, { timeout: 60_000 + RUNS * 2_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ({ utterances, openMs, resultMs, chunkMs }) => {
      const rehearsal = new Rehearsal({ stt: (stt) => (stt.openMs = openMs), vad: (vad) => (vad.resultMs = resultMs) });
      const caller = new Caller(rehearsal, chunkMs);
      await caller.feed([{ ms: 800, then: null, forMs: 0 }], false);
      for (const { text, finalMs, speech, pause } of utterances) {
        rehearsal.stt.heard.push({ text, finalMs, partial: false });
        await caller.feed(speech, true, 100);
        await caller.feed(pause, false, 500);
      }
      await caller.feed([{ ms: 8_000, then: null, forMs: 0 }], false);
      await rehearsal.finish();
      // Of utterances that are heard again together, the one whose final takes longer comes later.
      expect(finals(rehearsal).toSorted()).toEqual(utterances.map(({ text }, index) => `${index + 1}: ${text}`));
      const recorded = rehearsal.recording.map(({ caller: frame }) => frame[0] ?? 0).filter((level) => level >= LOUD);
      expect(recorded).toEqual(Array.from({ length: caller.loud }, (_, at) => LOUD + at));
    }),
    { seed: SEED, numRuns: RUNS },
  );
});
