/** Speech without network and key: Silero v5 hears when somebody speaks, SoundSwallower what is said, Flite answers. */
import { availableParallelism } from 'node:os';
import type { EngineStatus } from '@parley/contract';
import type { SttEngine } from '@parley/engine/stt/stt.ts';
import type { TtsEngine } from '@parley/engine/tts/tts.ts';
import type { VadEngine } from '@parley/engine/vad/vad.ts';
import { Listening } from './listening.ts';
import { Speaking } from './speaking.ts';

export interface EmbeddedSpeechOptions {
  /** Worker threads for detection and recognition; one a core by default. */
  listeningWorkers?: number;
  /** Worker threads for the voice, apart so that rendering never delays recognition. */
  speakingWorkers?: number;
}

export interface EmbeddedSpeech {
  vad: VadEngine;
  stt: SttEngine;
  tts: TtsEngine;
  status(): EngineStatus[];
  close(): Promise<void>;
}

/** Starts the workers and waits until the engines have loaded or failed; never throws: `status` says what does not work and what to do. */
export async function createEmbeddedSpeech(options: EmbeddedSpeechOptions = {}): Promise<EmbeddedSpeech> {
  const listening = new Listening(options.listeningWorkers ?? Math.max(1, availableParallelism()));
  const speaking = new Speaking(options.speakingWorkers ?? 1);
  await Promise.all([listening.ready(), speaking.ready()]);
  return {
    vad: listening.vad,
    stt: listening.stt,
    tts: speaking.tts,
    status: () => [...listening.status(), speaking.status()],
    close: async () => {
      await Promise.all([listening.close(), speaking.close()]);
    },
  };
}
