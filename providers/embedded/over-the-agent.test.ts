/** What a caller says over the agent, in every voice that comes with the product: hums and nods never cut the answer, a real interruption does. */
import { AgentConfig, type CallEvent } from '@parley/contract';
import { CALLER_SAMPLE_RATE, FRAME_MS } from '@parley/engine/audio/frame.ts';
import { startCall } from '@parley/engine/call.ts';
import { trustedCheck } from '@parley/engine/functions/validators.ts';
import { isListeningSignal } from '@parley/engine/turns/signals.ts';
import { FakeLlm, FakeTransport, FakeTts, VirtualClock } from '@parley/engine/testing/index.ts';

import type { VadEngine } from '@parley/engine/vad/vad.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sayAll } from '../conformance/caller-voice.ts';
import { APPOINTMENT_CONTEXT } from '../conformance/sentences.ts';
import { framesOf, join, silence } from '../conformance/suite.ts';
import { createEmbeddedSpeech, type EmbeddedSpeech } from './speech.ts';
import { FLITE_VOICES } from './tts/flite.ts';

const SIGNALS = ['Uh huh.', 'Mm hmm.', 'Yeah.', 'Okay.', 'Right.', 'Sure.', 'Yep.', 'I see.', 'Got it.', 'All right.'];
const INTERRUPTIONS = ['Stop.', 'Wait.', 'No.', 'Stop, please stop.', 'Wait a moment.', 'I have a question.'];
/** The agent's greeting, 200 ms a word: longer than all that is said over it. */
const ANSWER = Array.from({ length: 200 }, (_, at) => `word${at.toString()}`).join(' ');
const VOICES = FLITE_VOICES.map(({ id }) => id);

let speech: EmbeddedSpeech;
beforeAll(async () => {
  speech = await createEmbeddedSpeech({ listeningWorkers: 1, speakingWorkers: 1 });
}, 60_000);
afterAll(() => speech.close());

/** A call whose caller is heard by the real engines; each frame waits until the detector has judged the one before. */
class Overheard {
  readonly events: CallEvent[] = [];
  readonly #clock = new VirtualClock();
  readonly #transport = new FakeTransport(this.#clock);
  readonly #opened = Promise.withResolvers<void>();
  readonly #call: ReturnType<typeof startCall>;
  #sentMs = 0;
  #judgedMs = 0;
  #judged: () => void = () => undefined;

  constructor() {
    const { language: _language, greeting: _greeting, keywords: _keywords, prompt } = APPOINTMENT_CONTEXT;
    this.#call = startCall({
      agent: { id: 'agent_test', version: 1, config: AgentConfig.parse({ name: 'Test', greeting: ANSWER, prompt }) },
      variables: {},
      transport: this.#transport,
      checkArguments: trustedCheck,
      providers: {
        vad: this.#watched(speech.vad),
        stt: {
          ...speech.stt,
          open: async (...args) => {
            const session = await speech.stt.open(...args);
            this.#opened.resolve();
            return session;
          },
        },
        tts: new FakeTts(CALLER_SAMPLE_RATE, this.#clock),
        llm: new FakeLlm(this.#clock, ['Fine.', 'Fine.']),
      },
      clock: this.#clock,
      recorder: { onEvent: (event) => this.events.push(event), onAudio: () => undefined },
      newDefectId: () => 'defect_00000000000000000000000001',
      onDefect: (error) => this.#opened.reject(error),
    });
  }

  async hear(pcm: Int16Array): Promise<void> {
    await this.#opened.promise;
    for (const frame of framesOf(pcm)) {
      this.#transport.listener?.onFrame(frame);
      this.#sentMs += FRAME_MS;
      await this.#clock.advance(FRAME_MS);
      // The last window of 32 ms is not full.
      while (this.#judgedMs <= this.#sentMs - 32 - FRAME_MS) await new Promise<void>((resolve) => (this.#judged = resolve));
    }
  }

  async end(): Promise<void> {
    this.#call.hangUp('api');
    await this.#clock.advance(FRAME_MS);
    await this.#call.ended;
  }

  #watched(vad: VadEngine): VadEngine {
    return {
      ...vad,
      onsetDelayMs: vad.onsetDelayMs,
      offsetDelayMs: vad.offsetDelayMs,
      open: (listener) =>
        vad.open({
          onFailed: (error) => listener.onFailed(error),
          onResult: (result) => {
            listener.onResult(result);
            this.#judgedMs = result.audioMs;
            this.#judged();
          },
        }),
    };
  }
}

async function over(voice: string, said: readonly string[]): Promise<string[]> {
  const call = new Overheard();
  await call.hear(silence(600));
  for (const { pcm } of await sayAll(speech.tts, voice, said)) await call.hear(join([pcm, silence(1_800)]));
  await call.end();
  return call.events.flatMap(({ event }) =>
    event.type === 'interruption.detected' ? ['cut'] : event.type === 'interruption.dismissed' ? ['went on'] : [],
  );
}

/** What the recogniser makes of each, after a sentence that it has adapted itself to. */
async function finalsAfterASentence(voice: string, said: readonly string[]): Promise<string[]> {
  let final = Promise.withResolvers<string>();
  const session = await speech.stt.open(
    APPOINTMENT_CONTEXT,
    { onPartial: () => undefined, onFinal: (_utterance, { text }) => final.resolve(text), onFailed: (error) => final.reject(error) },
    AbortSignal.timeout(20_000),
  );
  const finals: string[] = [];
  const [sentence, ...signals] = await sayAll(speech.tts, voice, ['Tell me about the practice.', ...said]);
  for (const [index, { pcm }] of signals.flatMap((signal) => [sentence!, signal]).entries()) {
    final = Promise.withResolvers();
    session.start(index + 1);
    for (const frame of framesOf(join([silence(300), pcm, silence(300)]))) session.push(frame);
    session.finish();
    const text = await final.promise;
    if (index % 2 === 1) finals.push(text);
  }
  session.close();
  return finals;
}

describe.each(VOICES)('in the voice %s', (voice) => {
  test('signals are signals after a sentence too', async () => {
    const said = ['Uh huh.', 'Mm hmm.', 'Yeah.', 'Yes.', 'Uh.', 'Um.', 'Oh.', 'Uh huh, okay.'];
    const finals = await finalsAfterASentence(voice, said);
    expect(finals.filter((text) => text !== '' && !isListeningSignal(text))).toEqual([]);
  }, 60_000);

  test.each(SIGNALS)(
    '%s does not cut the answer',
    async (said) => {
      expect(await over(voice, [said])).toEqual(['went on']);
    },
    30_000,
  );

  test.each(INTERRUPTIONS)(
    '%s cuts it',
    async (said) => {
      // Before a pause within it a word may be none.
      expect((await over(voice, [said])).at(-1)).toBe('cut');
    },
    30_000,
  );
});
