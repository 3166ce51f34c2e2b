import { createRequire, syncBuiltinESMExports } from 'node:module';
import type * as threads from 'node:worker_threads';
import { expect, test } from 'vitest';
import { asHeardInCall, converse } from '../conformance/stt.ts';
import { APPOINTMENT_CONTEXT } from '../conformance/sentences.ts';
import { sayAll } from '../conformance/caller-voice.ts';
import { framesOf } from '../conformance/suite.ts';
import type { EmbeddedSpeech } from './speech.ts';

/** Embedded speech whose worker threads are at hand, to be ended from outside. */
async function speechWithWorkers(): Promise<{ speech: EmbeddedSpeech; workers: threads.Worker[] }> {
  const builtin = createRequire(import.meta.url)('node:worker_threads') as { Worker: typeof threads.Worker };
  const { Worker } = builtin;
  const workers: threads.Worker[] = [];
  builtin.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      workers.push(this);
    }
  };
  syncBuiltinESMExports();
  const { createEmbeddedSpeech } = await import('./speech.ts');
  return { speech: await createEmbeddedSpeech({ listeningWorkers: 1, speakingWorkers: 1 }), workers };
}

test('when a worker dies, its calls are told, and new sessions work', async () => {
  const { speech, workers } = await speechWithWorkers();
  const [listener, speaker] = workers;
  const [sentence] = await sayAll(speech.tts, 'rms', ['my name is john smith']);
  if (sentence === undefined || listener === undefined || speaker === undefined) throw new Error('no workers');

  const vadLost = Promise.withResolvers<Error>();
  const vad = speech.vad.open({ onResult: () => undefined, onFailed: vadLost.resolve });
  const sttLost = Promise.withResolvers<Error>();
  const stt = await speech.stt.open(
    APPOINTMENT_CONTEXT,
    { onPartial: () => undefined, onFinal: () => undefined, onFailed: sttLost.resolve },
    AbortSignal.timeout(20_000),
  );
  stt.start(1);
  for (const frame of framesOf(sentence.pcm)) stt.push(frame);
  await listener.terminate();
  expect(await vadLost.promise).toMatchObject({ code: 'engine_unavailable' });
  expect(await sttLost.promise).toMatchObject({ code: 'engine_unavailable' });
  // What the call still says into the lost sessions goes nowhere.
  stt.finish();
  vad.push(new Int16Array(320));
  stt.close();
  vad.close();

  const next = await converse(speech.stt, APPOINTMENT_CONTEXT);
  expect((await next.say(asHeardInCall(sentence.pcm))).text).toBe('my name is john smith');
  next.session.close();

  const cutOff = sayAll(speech.tts, 'rms', ['this sentence is never heard']);
  const refused = expect(cutOff).rejects.toMatchObject({ code: 'engine_unavailable' });
  await speaker.terminate();
  await refused;
  expect(await sayAll(speech.tts, 'rms', ['hello'])).toHaveLength(1);
  await speech.close();
}, 30_000);
