/** What every voice must do. */
import assert from 'node:assert/strict';
import { AppError } from '@parley/contract';
import type { TtsEngine, TtsMark, TtsRequest } from '@parley/engine/tts/tts.ts';
import { join, loudness, soundBounds, within, type ConformanceCase } from './suite.ts';

export interface TtsSubject {
  engine: TtsEngine;
  language: string;
  /** Silence before the first sound that a clause may have. */
  maxLeadMs: number;
  maxTailMs: number;
}

const ANSWER_MS = 20_000;
const LONG = Array.from(
  { length: 12 },
  (_, index) => `Sentence number ${index + 1} says nothing new about the opening hours of the practice.`,
).join(' ');
const SENTENCE = 'You are booked on Tuesday, March 3rd, at half past two.';

interface Spoken {
  pcm: Int16Array;
  sampleRate: number;
  /** In the order in which they came; empty for an engine that gives none. */
  marks: TtsMark[];
  chunks: number;
  durationMs: number;
}

async function speak(engine: TtsEngine, request: TtsRequest, signal = AbortSignal.timeout(ANSWER_MS)): Promise<Spoken> {
  const parts: Int16Array[] = [];
  let sampleRate = 0;
  const marks: TtsMark[] = [];
  for await (const chunk of engine.synthesize(request, signal)) {
    if (sampleRate !== 0) assert.equal(chunk.sampleRate, sampleRate, 'one rate for the whole clause');
    sampleRate = chunk.sampleRate;
    parts.push(chunk.pcm);
    marks.push(...(chunk.marks ?? []));
  }
  const pcm = join(parts);
  return { pcm, sampleRate, marks, chunks: parts.length, durationMs: sampleRate === 0 ? 0 : (pcm.length / sampleRate) * 1_000 };
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
    name: 'marks, where given, go through the written text in order and inside the audio',
    async run(subject) {
      for (const text of [SENTENCE, 'Hello.', 'It costs $5.50, and we open at 10:30 - is that fine?', LONG]) {
        const { marks, durationMs } = await speak(subject.engine, requestOf(subject, text));
        const last = marks.at(-1);
        if (last === undefined) continue;
        marks.forEach(({ atMs, chars }, index) => {
          const before = marks[index - 1] ?? { atMs: 0, chars: 0 };
          assert.ok(Number.isInteger(chars) && chars >= before.chars && chars <= text.length, 'characters in order');
          assert.ok(atMs >= before.atMs && atMs <= Math.ceil(durationMs), 'in order and inside the audio');
        });
        assert.equal(last.chars, text.length, 'the last mark is the end of the text');
        assert.ok(last.atMs >= durationMs - 400, 'the last word ends where speech does');
      }
    },
  },
  {
    name: 'marks come with their audio or before it',
    async run(subject) {
      let audioMs = 0;
      let marked = false;
      for await (const { pcm, sampleRate, marks = [] } of subject.engine.synthesize(
        requestOf(subject, LONG),
        AbortSignal.timeout(ANSWER_MS),
      )) {
        audioMs += (pcm.length * 1_000) / sampleRate;
        marked ||= marks.length > 0;
        if (marked) assert.ok((marks.at(-1)?.atMs ?? 0) >= audioMs - 400, 'what has come is marked to its end');
      }
    },
  },
  {
    name: 'marks reflect pauses: a comma splits the sentence where it is heard',
    async run(subject) {
      const text = 'Well, that appointment is already taken by another patient.';
      const { marks, durationMs } = await speak(subject.engine, requestOf(subject, text));
      if (marks.length === 0) return;
      const before = marks.find(({ chars }) => chars >= 'Well,'.length)?.atMs ?? 0;
      assert.ok(before > 100 && before < durationMs * 0.35, `the first word ends at ${before} ms`);
    },
  },
  {
    name: 'a long text begins before all of it is rendered',
    async run(subject) {
      const spoken = await speak(subject.engine, requestOf(subject, LONG));
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
    name: 'text with letters is spoken or refused, whatever its script',
    async run(subject) {
      for (const text of ['Привет, как дела?', '你好。', 'Γειά σου.', 'مرحبا']) {
        try {
          assertAudible(await speak(subject.engine, requestOf(subject, text)), 100);
        } catch (error) {
          assert.ok(error instanceof AppError, String(error));
          assert.equal(error.code, 'text_not_speakable');
        }
      }
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
