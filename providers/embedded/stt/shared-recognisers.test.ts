/** Real recognisers: what ten calls that share them understand is what each would with one of its own. */
import { VirtualClock } from '@parley/engine/testing/virtual-clock.ts';
import { expect, test } from 'vitest';
import { APPOINTMENT_CONTEXT, IN_DOMAIN } from '../../conformance/sentences.ts';
import { asHeardInCall } from '../../conformance/stt.ts';
import { synthesise } from '../tts/flite.ts';
import { openRecogniser, type Recognition } from './decoder.ts';
import type { Ear } from './ear.ts';
import { POOL_DEFAULTS, RecogniserPool } from './recogniser-pool.ts';
import { Utterances } from './utterances.ts';
import { phrasesFor } from './vocabulary.ts';

const CALLS = 10;
const SENTENCES_EACH = 2;
/** 20 ms. */
const FRAME = 320;

const framesOf = (pcm: Int16Array): Int16Array[] =>
  Array.from({ length: Math.ceil(pcm.length / FRAME) }, (_, index) => pcm.subarray(index * FRAME, (index + 1) * FRAME));

test('ten calls at once over three recognisers', async () => {
  const phrases = phrasesFor(APPOINTMENT_CONTEXT);
  const shortest = IN_DOMAIN.toSorted((a, b) => a.length - b.length);
  const lines: Int16Array[][] = [];
  for (let line = 0; line < CALLS; line += 1) {
    const sentences = shortest.slice(line * SENTENCES_EACH, (line + 1) * SENTENCES_EACH);
    const spoken = await Promise.all(sentences.map((text) => synthesise(text, line % 2 === 0 ? 'rms' : 'awb', 1)));
    lines.push(spoken.map(({ pcm }) => asHeardInCall(pcm)));
  }

  const expected: Recognition[][] = [];
  for (const sentences of lines) {
    const own = await openRecogniser(phrases);
    let ear: Ear | null = null;
    const understood: Recognition[] = [];
    for (const pcm of sentences) {
      own.start(ear);
      for (const frame of framesOf(pcm)) own.push(frame);
      understood.push(own.finish());
      ear = own.ear();
    }
    expected.push(understood);
  }

  const clock = new VirtualClock();
  const pool = new RecogniserPool({ ...POOL_DEFAULTS, most: 3, clock, open: openRecogniser });
  const finals = lines.map((): Recognition[] => []);
  const calls: Utterances[] = [];
  for (const session of lines.keys()) {
    await pool.join(session, 'appointments', () => phrases);
    const onFailed = (error: unknown): never => {
      throw error;
    };
    calls.push(
      new Utterances({ pool, session, onPartial: () => undefined, onFinal: (_id, final) => finals[session]?.push(final), onFailed }),
    );
  }
  for (let sentence = 0; sentence < SENTENCES_EACH; sentence += 1) {
    for (const call of calls) call.start(sentence + 1);
    const all = lines.map((sentences) => framesOf(sentences[sentence] ?? new Int16Array()));
    for (let at = 0; at < Math.max(...all.map((frames) => frames.length)); at += 1) {
      for (const [index, frames] of all.entries()) {
        const frame = frames[at];
        if (frame !== undefined) calls[index]?.push(frame);
        if (at === frames.length - 1) calls[index]?.finish();
      }
      await clock.advance(0);
    }
  }
  for (let turn = 0; turn < CALLS; turn += 1) await clock.advance(0);

  expect(finals).toEqual(expected);
  expect(pool.size).toBe(3);
}, 120_000);
