/** What every voice activity detector must do. The engine hears a caller's voice (`clips`) among known silences. */
import assert from 'node:assert/strict';
import type { VadEngine, VadResult } from '@parley/engine/vad/vad.ts';
import { framesOf, join, median, noise, silence, soundBounds, tone, within, type ConformanceCase } from './suite.ts';

export interface VadSubject {
  engine: VadEngine;
  /** Utterances of a caller, 16 kHz. */
  clips: readonly Int16Array[];
}

const SETTLE_MS = 1_000;
/** Results may lag behind the audio by a window of the detector. */
const MAX_LAG_MS = 100;
const PAUSES_MS = [900, 1_200, 700, 1_500];
/** A pause this short inside a sentence is no end of speech. */
const BRIDGED_MS = 250;
/** Enough to reach every worker of an engine. */
const OTHER_CALLS = 8;

/** Pushes all of `pcm` and waits until the results have caught up. */
export async function detect(engine: VadEngine, pcm: Int16Array): Promise<VadResult[]> {
  const frames = framesOf(pcm);
  const wantedMs = frames.length * 20 - MAX_LAG_MS;
  const results: VadResult[] = [];
  const caughtUp = Promise.withResolvers<void>();
  const session = engine.open({
    onResult: (result) => {
      results.push(result);
      if (result.audioMs >= wantedMs) caughtUp.resolve();
    },
    onFailed: caughtUp.reject,
  });
  try {
    for (const frame of frames) session.push(frame);
    await within(20_000, 'results up to the end of the audio', caughtUp.promise);
  } finally {
    session.close();
  }
  return results;
}

interface Track {
  pcm: Int16Array;
  utterances: { startMs: number; endMs: number }[];
}

/** The clips in a row with known silence between them. */
export function trackOf(clips: readonly Int16Array[]): Track {
  const parts = [silence(SETTLE_MS)];
  const utterances: Track['utterances'] = [];
  let atMs = SETTLE_MS;
  clips.forEach((clip, index) => {
    const bounds = soundBounds(clip, 16_000);
    utterances.push({ startMs: atMs + bounds.startMs, endMs: atMs + bounds.endMs });
    const pause = PAUSES_MS[index % PAUSES_MS.length] ?? 900;
    parts.push(clip, silence(pause));
    atMs += (clip.length / 16_000) * 1_000 + pause;
  });
  return { pcm: join(parts), utterances };
}

/** First `speech: true` and first lasting `speech: false` of each stretch of speech, as the detector said them. */
function stretches(results: readonly VadResult[]): { onsetMs: number; offsetMs: number }[] {
  const found: { onsetMs: number; offsetMs: number }[] = [];
  let speaking = false;
  for (const { audioMs, speech } of results) {
    const last = found.at(-1);
    if (speech && !speaking) {
      if (last !== undefined && audioMs - last.offsetMs < BRIDGED_MS) last.offsetMs = Number.POSITIVE_INFINITY;
      else found.push({ onsetMs: audioMs, offsetMs: Number.POSITIVE_INFINITY });
    }
    if (!speech && speaking && last !== undefined) last.offsetMs = audioMs;
    speaking = speech;
  }
  return found;
}

export interface VadDelays {
  onsetMs: number[];
  offsetMs: number[];
}

/** Delay of each onset and offset against the truth; throws when utterances are missed, split, merged or invented. */
export async function measureDelays({ engine, clips }: VadSubject): Promise<VadDelays> {
  const track = trackOf(clips);
  const found = stretches(await detect(engine, track.pcm));
  assert.equal(found.length, track.utterances.length, 'as many stretches of speech as utterances');
  return {
    onsetMs: track.utterances.map(({ startMs }, index) => (found[index]?.onsetMs ?? Number.NaN) - startMs),
    offsetMs: track.utterances.map(({ endMs }, index) => (found[index]?.offsetMs ?? Number.NaN) - endMs),
  };
}

const saysSpeech = (results: readonly VadResult[]): boolean => results.some((result) => result.speech);

export const vadCases: readonly ConformanceCase<VadSubject>[] = [
  {
    name: 'results come in order and cover all audio',
    async run({ engine, clips }) {
      const results = await detect(engine, clips[0] ?? silence(1_000));
      results.forEach((result, index) => assert.ok(result.audioMs > (results[index - 1]?.audioMs ?? 0), 'time advances'));
      results.forEach((result, index) => assert.ok(result.audioMs - (results[index - 1]?.audioMs ?? 0) <= MAX_LAG_MS, 'no gaps'));
    },
  },
  {
    name: 'silence, faint noise, tones and loud clicks are not speech',
    async run({ engine }) {
      const clicks = silence(3_000).map((_, index) => (index % 8_000 < 16 ? 20_000 : 0));
      for (const pcm of [silence(3_000), noise(3_000, 300), tone(3_000, 440, 6_000), tone(3_000, 1_000, 6_000), clicks]) {
        assert.equal(saysSpeech(await detect(engine, pcm)), false);
      }
    },
  },
  {
    name: 'every utterance is one stretch of speech, heard within 300 ms and ended within 300 ms',
    async run(subject) {
      const { onsetMs, offsetMs } = await measureDelays(subject);
      for (const delay of onsetMs) assert.ok(delay > -50 && delay <= 300, `onset ${delay}`);
      for (const delay of offsetMs) assert.ok(delay > -150 && delay <= 300, `offset ${delay}`);
    },
  },
  {
    name: 'its declared delays are the measured ones',
    async run(subject) {
      const { onsetMs, offsetMs } = await measureDelays(subject);
      assert.ok(Math.abs(median(onsetMs) - subject.engine.onsetDelayMs) <= 40, `onset ${median(onsetMs)}`);
      assert.ok(Math.abs(median(offsetMs) - subject.engine.offsetDelayMs) <= 40, `offset ${median(offsetMs)}`);
    },
  },
  {
    name: 'a second session hears nothing of the first, also when it follows it',
    async run({ engine, clips }) {
      const clip = clips[0] ?? silence(1_000);
      const [spoken, silent] = await Promise.all([detect(engine, clip), detect(engine, silence(1_500))]);
      assert.equal(saysSpeech(spoken), true);
      assert.equal(saysSpeech(silent), false);
      // Cut off in mid-speech: what is left inside must not reach the next call.
      assert.equal(saysSpeech(await detect(engine, clip.subarray(0, Math.floor(clip.length / 2)))), true);
      const next = await detect(engine, silence(1_500));
      assert.equal(saysSpeech(next), false);
      assert.ok((next[0]?.audioMs ?? 1_000) <= MAX_LAG_MS, 'audio time begins anew');
    },
  },
  {
    name: 'a closed session is silent',
    async run({ engine, clips }) {
      let late = 0;
      let closed = false;
      const session = engine.open({ onResult: () => (late += closed ? 1 : 0), onFailed: () => undefined });
      const clip = clips[0] ?? silence(1_000);
      for (const frame of framesOf(clip)) session.push(frame);
      session.close();
      closed = true;
      session.close();
      // More audio passes through every part of the engine meanwhile.
      await Promise.all(Array.from({ length: OTHER_CALLS }, () => detect(engine, join([clip, clip]))));
      assert.equal(late, 0);
    },
  },
];
