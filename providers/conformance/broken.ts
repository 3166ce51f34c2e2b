/** Engines with one fault each, made from a good one: what a suite must notice. */
import { AppError } from '@parley/contract';
import type { SttEngine, SttListener } from '@parley/engine/stt/stt.ts';
import type { TtsChunk, TtsEngine, TtsMark } from '@parley/engine/tts/tts.ts';
import type { VadEngine, VadListener, VadResult } from '@parley/engine/vad/vad.ts';

type Fault<Engine> = (good: Engine) => Engine;

const vadWith =
  (change: (listener: VadListener) => VadListener): Fault<VadEngine> =>
  (good) => ({ ...good, open: (listener) => good.open(change(listener)) });

const mapResults = (map: (result: VadResult) => VadResult): Fault<VadEngine> =>
  vadWith((listener) => ({ ...listener, onResult: (result) => listener.onResult(map(result)) }));

/** Fault → the case that must fail on it. */
export const brokenVads: Readonly<Record<string, { fault: Fault<VadEngine>; fails: string }>> = {
  'is deaf': {
    fault: mapResults((result) => ({ ...result, speech: false })),
    fails: 'every utterance is one stretch of speech, heard within 300 ms and ended within 300 ms',
  },
  'takes everything for speech': {
    fault: mapResults((result) => ({ ...result, speech: true })),
    fails: 'silence, faint noise, tones and loud clicks are not speech',
  },
  'lies about its delay': {
    fault: (good) => ({ ...good, onsetDelayMs: good.onsetDelayMs + 100, open: (listener) => good.open(listener) }),
    fails: 'its declared delays are the measured ones',
  },
  'is slow': {
    fault: mapResults((result) => ({ ...result, audioMs: result.audioMs + 400 })),
    fails: 'every utterance is one stretch of speech, heard within 300 ms and ended within 300 ms',
  },
  'drops results': {
    fault: vadWith((listener) => ({
      ...listener,
      onResult: (result) => (result.audioMs > 300 && result.audioMs < 600 ? undefined : listener.onResult(result)),
    })),
    fails: 'results come in order and cover all audio',
  },
  'never closes': {
    fault: (good) => ({
      ...good,
      open: (listener) => {
        const session = good.open(listener);
        return { push: (frame) => session.push(frame), close: () => undefined };
      },
    }),
    fails: 'a closed session is silent',
  },
  'lets calls hear each other': {
    fault: (good) => {
      const listeners = new Set<VadListener>();
      const shared: VadListener = { onResult: (result) => listeners.forEach((one) => one.onResult(result)), onFailed: () => undefined };
      const session = good.open(shared);
      return {
        ...good,
        open: (listener) => {
          listeners.add(listener);
          return { push: (frame) => session.push(frame), close: () => void listeners.delete(listener) };
        },
      };
    },
    fails: 'a second session hears nothing of the first, also when it follows it',
  },
};

const sttWith =
  (change: (listener: SttListener) => SttListener): Fault<SttEngine> =>
  (good) => ({ ...good, open: (context, listener, signal) => good.open(context, change(listener), signal) });

export const brokenStts: Readonly<Record<string, { fault: Fault<SttEngine>; fails: string }>> = {
  'mishears every second word': {
    fault: sttWith((listener) => ({
      ...listener,
      onFinal: (utterance, result) =>
        listener.onFinal(utterance, {
          ...result,
          text: result.text
            .split(' ')
            .map((word, index) => (index % 2 === 0 ? word : 'banana'))
            .join(' '),
        }),
    })),
    fails: 'understands what the agent expects to hear',
  },
  'rejects nothing': {
    fault: sttWith((listener) => ({
      ...listener,
      onFinal: (utterance, result) => listener.onFinal(utterance, { ...result, rejected: false }),
    })),
    fails: 'says so when speech is outside its domain',
  },
  'rejects everything': {
    fault: sttWith((listener) => ({
      ...listener,
      onFinal: (utterance, result) => listener.onFinal(utterance, { ...result, rejected: true }),
    })),
    fails: 'understands what the agent expects to hear',
  },
  'gives no partials': {
    fault: sttWith((listener) => ({ ...listener, onPartial: () => undefined })),
    fails: 'gives partial transcripts while the caller speaks, then one final, all of the utterance begun last',
  },
  'gives its final twice': {
    fault: sttWith((listener) => ({
      ...listener,
      onFinal: (utterance, result) => {
        listener.onFinal(utterance, result);
        listener.onFinal(utterance, result);
      },
    })),
    fails: 'gives partial transcripts while the caller speaks, then one final, all of the utterance begun last',
  },
  'counts word times from the start of the call': {
    fault: sttWith((listener) => ({
      ...listener,
      onFinal: (utterance, result) =>
        listener.onFinal(utterance, {
          ...result,
          words: result.words.map((word) => ({ ...word, start_ms: word.start_ms + 5_000, end_ms: word.end_ms + 5_000 })),
        }),
    })),
    fails: 'word times ascend inside the utterance and spell its text',
  },
  'opens for aborted calls': {
    fault: (good) => ({ ...good, open: (context, listener) => good.open(context, listener, AbortSignal.timeout(60_000)) }),
    fails: 'an aborted call gets no session',
  },
  'takes every language for English': {
    fault: (good) => ({ ...good, open: (context, listener, signal) => good.open({ ...context, language: 'en' }, listener, signal) }),
    fails: 'refuses a language it does not know',
  },
  'never closes': {
    fault: (good) => ({
      ...good,
      open: async (context, listener, signal) => {
        const session = await good.open(context, listener, signal);
        return {
          start: (id) => session.start(id),
          push: (frame) => session.push(frame),
          finish: () => session.finish(),
          close: () => undefined,
        };
      },
    }),
    fails: 'a closed session is silent',
  },
};

const ttsWith =
  (change: (chunks: AsyncIterable<TtsChunk>) => AsyncIterable<TtsChunk>): Fault<TtsEngine> =>
  (good) => ({ ...good, synthesize: (request, signal) => change(good.synthesize(request, signal)) });

const mapChunks = (map: (chunk: TtsChunk) => TtsChunk): Fault<TtsEngine> =>
  ttsWith(async function* (chunks) {
    for await (const chunk of chunks) yield map(chunk);
  });

const mapMarks = (map: (mark: TtsMark) => TtsMark): Fault<TtsEngine> =>
  mapChunks((chunk) => (chunk.marks === undefined ? chunk : { ...chunk, marks: chunk.marks.map(map) }));

export const brokenTtses: Readonly<Record<string, { fault: Fault<TtsEngine>; fails: string }>> = {
  'is mute': { fault: mapChunks((chunk) => ({ ...chunk, pcm: new Int16Array(chunk.pcm.length) })), fails: 'every voice speaks' },
  'knows one pace': {
    fault: (good) => ({ ...good, synthesize: (request, signal) => good.synthesize({ ...request, speed: 1 }, signal) }),
    fails: 'speaks at the asked pace',
  },
  'begins with a pause': {
    fault: mapChunks((chunk) => {
      const pcm = new Int16Array(chunk.pcm.length + 4_000);
      pcm.set(chunk.pcm, 4_000);
      return { ...chunk, pcm };
    }),
    fails: 'begins and ends with hardly any silence',
  },
  'marks what it says instead of what was written': {
    fault: mapMarks((mark) => ({ ...mark, chars: mark.chars + 3 })),
    fails: 'marks, where given, go through the written text in order and inside the audio',
  },
  'marks beyond the audio': {
    fault: mapMarks((mark) => ({ ...mark, atMs: mark.atMs * 2 })),
    fails: 'marks, where given, go through the written text in order and inside the audio',
  },
  'marks each piece of its audio from zero': {
    fault: ttsWith(async function* (chunks) {
      let audioMs = 0;
      for await (const chunk of chunks) {
        const afterMs = audioMs;
        yield { ...chunk, marks: (chunk.marks ?? []).map((mark) => ({ ...mark, atMs: mark.atMs - afterMs })) };
        audioMs += (chunk.pcm.length * 1_000) / chunk.sampleRate;
      }
    }),
    fails: 'marks come with their audio or before it',
  },
  'renders all before it begins': {
    fault: ttsWith(async function* (chunks) {
      const all: TtsChunk[] = [];
      for await (const chunk of chunks) all.push(chunk);
      const [first] = all;
      if (first !== undefined) yield { sampleRate: first.sampleRate, pcm: Int16Array.from(all.flatMap((chunk) => [...chunk.pcm])) };
    }),
    fails: 'a long text begins before all of it is rendered',
  },
  'is silent about what it cannot read': {
    fault: ttsWith(async function* (chunks) {
      try {
        yield* chunks;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
    }),
    fails: 'text with letters is spoken or refused, whatever its script',
  },
  'speaks with any voice': {
    fault: (good) => ({
      ...good,
      synthesize: (request, signal) => good.synthesize({ ...request, voice: good.voices[0]?.id ?? '' }, signal),
    }),
    fails: 'a voice that does not exist is refused',
  },
  'does not stop': {
    fault: (good) => ({ ...good, synthesize: (request) => good.synthesize(request, AbortSignal.timeout(60_000)) }),
    fails: 'an abort before and during synthesis passes through at once, and the voice speaks on for others',
  },
};
