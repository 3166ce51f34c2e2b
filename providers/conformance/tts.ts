/** What every voice must do. */
import assert from 'node:assert/strict';
import { AppError, type Word } from '@parley/contract';
import type { TtsEngine, TtsRequest } from '@parley/engine/tts/tts.ts';
import { join, loudness, soundBounds, within, type ConformanceCase } from './suite.ts';

export interface TtsSubject {
  engine: TtsEngine;
  language: string;
  /** Silence before the first sound that a clause may have. */
  maxLeadMs: number;
  maxTailMs: number;
}

const ANSWER_MS = 20_000;
const SENTENCE = 'You are booked on Tuesday, March 3rd, at half past two.';

interface Spoken {
  pcm: Int16Array;
  sampleRate: number;
  words: Word[] | null;
  chunks: number;
  durationMs: number;
}

async function speak(engine: TtsEngine, request: TtsRequest, signal = AbortSignal.timeout(ANSWER_MS)): Promise<Spoken> {
  const parts: Int16Array[] = [];
  let sampleRate = 0;
  let words: Word[] | null = null;
  for await (const chunk of engine.synthesize(request, signal)) {
    if (sampleRate !== 0) assert.equal(chunk.sampleRate, sampleRate, 'one rate for the whole clause');
    sampleRate = chunk.sampleRate;
    parts.push(chunk.pcm);
    if (chunk.words === undefined) continue;
    assert.equal(words, null, 'word times come once');
    words = chunk.words;
  }
  const pcm = join(parts);
  return { pcm, sampleRate, words, chunks: parts.length, durationMs: sampleRate === 0 ? 0 : (pcm.length / sampleRate) * 1_000 };
}

const requestOf = ({ engine, language }: TtsSubject, text: string, more: Partial<TtsRequest> = {}): TtsRequest => ({
  text,
  language,
  voice: engine.voices[0]?.id ?? '',
  speed: 1,
  ...more,
});

const assertAudible = ({ pcm, sampleRate, durationMs }: Spoken, minMs: number): void => {
  assert.ok([8_000, 16_000, 22_050, 24_000, 44_100, 48_000].includes(sampleRate), `rate ${sampleRate}`);
  assert.ok(durationMs >= minMs, `${durationMs} ms of audio`);
  assert.ok(loudness(pcm) > 300, `loudness ${loudness(pcm)}`);
};

export const ttsCases: readonly ConformanceCase<TtsSubject>[] = [
  {
    name: 'every voice speaks',
    async run(subject) {
      assert.ok(subject.engine.voices.length > 0, 'has a voice');
      for (const voice of subject.engine.voices)
        assertAudible(await speak(subject.engine, requestOf(subject, SENTENCE, { voice: voice.id })), 1_500);
    },
  },
  {
    name: 'speaks at the asked pace',
    async run(subject) {
      const lengths: number[] = [];
      for (const speed of [0.5, 1, 2]) lengths.push((await speak(subject.engine, requestOf(subject, SENTENCE, { speed }))).durationMs);
      const [slow = 0, normal = 1, fast = 0] = lengths;
      assert.ok(slow / normal > 1.6 && slow / normal < 2.4, `half pace is ${(slow / normal).toFixed(2)} as long`);
      assert.ok(fast / normal > 0.4 && fast / normal < 0.65, `double pace is ${(fast / normal).toFixed(2)} as long`);
    },
  },
  {
    name: 'begins and ends with hardly any silence',
    async run(subject) {
      for (const text of ['Sure.', SENTENCE]) {
        const spoken = await speak(subject.engine, requestOf(subject, text));
        const { startMs, endMs } = soundBounds(spoken.pcm, spoken.sampleRate);
        assert.ok(startMs <= subject.maxLeadMs, `${startMs} ms of silence first`);
        assert.ok(spoken.durationMs - endMs <= subject.maxTailMs, `${spoken.durationMs - endMs} ms of silence last`);
      }
    },
  },
  {
    name: 'word times, where given, are the words of the text in order and inside the audio',
    async run(subject) {
      for (const text of [SENTENCE, 'Hello.', 'It costs $5.50, and we open at 10:30 - is that fine?']) {
        const { words, durationMs } = await speak(subject.engine, requestOf(subject, text));
        if (words === null) continue;
        assert.equal(words.map((word) => word.text).join(' '), text.split(/\s+/).join(' '));
        words.forEach(({ start_ms, end_ms }, index) => {
          assert.ok(Number.isInteger(start_ms) && Number.isInteger(end_ms), 'whole ms');
          assert.ok(start_ms >= (words[index - 1]?.end_ms ?? 0) && end_ms >= start_ms, 'in order');
          assert.ok(end_ms <= Math.ceil(durationMs), 'inside the audio');
        });
        assert.ok((words.at(-1)?.end_ms ?? 0) >= durationMs - 400, 'the last word ends where speech does');
      }
    },
  },
  {
    name: 'the times of words reflect pauses: a comma splits the sentence where it is heard',
    async run(subject) {
      const { words, pcm, sampleRate } = await speak(
        subject.engine,
        requestOf(subject, 'Well, that appointment is already taken by another patient.'),
      );
      if (words === null) return;
      const before = (words[0]?.end_ms ?? 0) / 1_000;
      assert.ok(before > 0.1 && before < (pcm.length / sampleRate) * 0.35, `the first word ends at ${before} s`);
    },
  },
  {
    name: 'a long text begins before all of it is rendered',
    async run(subject) {
      const text = Array.from(
        { length: 12 },
        (_, index) => `Sentence number ${index + 1} says nothing new about the opening hours of the practice.`,
      ).join(' ');
      const spoken = await speak(subject.engine, requestOf(subject, text));
      assertAudible(spoken, 20_000);
      assert.ok(spoken.chunks >= 2, 'more than one chunk');
    },
  },
  {
    name: 'text with nothing to pronounce is no failure and no audio',
    async run(subject) {
      for (const text of ['', '   ', '...', '\u{1F600}', '-'])
        assert.equal((await speak(subject.engine, requestOf(subject, text))).pcm.length, 0);
    },
  },
  {
    name: 'odd text is spoken, not obeyed',
    async run(subject) {
      for (const text of [
        '-voice kal hello',
        '--help',
        '<speak>Hello</speak> & good "bye"',
        'Café déjà vu: 20 € — naïve',
        'Line one\nline two\ttabbed',
        "it's 100% \\n fine $(x) `y`",
      ]) {
        assertAudible(await speak(subject.engine, requestOf(subject, text)), 200);
      }
    },
  },
  {
    name: 'a voice that does not exist is refused',
    async run(subject) {
      await assert.rejects(speak(subject.engine, requestOf(subject, 'Hello.', { voice: 'nobody' })), AppError);
    },
  },
  {
    name: 'an abort before and during synthesis passes through at once, and the voice speaks on for others',
    async run(subject) {
      const reason = new Error('the caller interrupted');
      await assert.rejects(speak(subject.engine, requestOf(subject, SENTENCE), AbortSignal.abort(reason)), (error) => error === reason);
      const controller = new AbortController();
      const long = speak(subject.engine, requestOf(subject, `${SENTENCE} `.repeat(40)), controller.signal);
      const ended = assert.rejects(long, (error) => error === reason);
      const other = speak(subject.engine, requestOf(subject, 'Hello.'));
      controller.abort(reason);
      await within(500, 'end after the abort', ended);
      assertAudible(await within(3_000, 'other voice', other), 200);
    },
  },
  {
    name: 'clauses asked for at the same time do not mix',
    async run(subject) {
      const texts = ['One.', SENTENCE, 'Thank you for calling.', 'Goodbye.'];
      const alone: number[] = [];
      for (const text of texts) alone.push((await speak(subject.engine, requestOf(subject, text))).pcm.length);
      const together = await Promise.all(texts.map((text) => speak(subject.engine, requestOf(subject, text))));
      assert.deepEqual(
        together.map(({ pcm }) => pcm.length),
        alone,
      );
    },
  },
];
