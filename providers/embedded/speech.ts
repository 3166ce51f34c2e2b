/** Speech without network and key: Silero v5 hears when somebody speaks, SoundSwallower what is said, Flite answers. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { DefectPlace, EngineStatus } from '@parley/contract';
import type { SttEngine } from '@parley/engine/stt/stt.ts';
import type { TtsEngine } from '@parley/engine/tts/tts.ts';
import type { VadEngine } from '@parley/engine/vad/vad.ts';
import { Listening } from './listening.ts';
import type { VadRuntime } from './vad/detection.ts';
import { POOL_DEFAULTS } from './stt/recogniser-pool.ts';
import { Speaking } from './speaking.ts';

const MAX_SPEAKING_WORKERS = 4;

export interface EmbeddedSpeechOptions {
  /** Worker threads for detection and recognition; one a core by default. */
  listeningWorkers?: number;
  /**
   * Recognisers that the calls of one listening worker share, at most (about 25 MB each, let go when unused): so many callers can speak at once,
   * the next one's words wait for one of them. 8 by default; more only where more agents are called at once, each of which has one.
   */
  recognisersPerWorker?: number;
  /** Worker threads for the voice, apart so that rendering never delays recognition. */
  speakingWorkers?: number;
  /** Path of the voice detector's model; the vendored one by default. */
  vadModel?: string;
  /** What runs it; by default ONNX Runtime, or sherpa-onnx where that does not load. */
  vadRuntime?: VadRuntime | undefined;
  /** Told of what befalls a worker without a call, and of an engine that does not load; calls tell of the rest. */
  onDefect?: (error: unknown, place: DefectPlace) => void;
}

export interface EmbeddedSpeech {
  vad: VadEngine;
  stt: SttEngine;
  tts: TtsEngine;
  status(): EngineStatus[];
  /** How long callers' words wait to be heard, in ms; measured from one call of this to the next. */
  measureListeningLag(): number;
  close(): Promise<void>;
}

/** Starts the workers and waits until the engines have loaded or failed; never throws: `status` says what does not work and what to do. */
export async function createEmbeddedSpeech(options: EmbeddedSpeechOptions = {}): Promise<EmbeddedSpeech> {
  const { onDefect = () => undefined } = options;
  const listening = new Listening({
    onDefect,
    now: () => performance.now(),
    workers: options.listeningWorkers ?? Math.max(1, availableParallelism()),
    workerData: {
      vadModel: options.vadModel ?? fileURLToPath(new URL('./vad/silero_vad_v5.onnx', import.meta.url)),
      vadRuntime: options.vadRuntime,
      recognisers: options.recognisersPerWorker ?? POOL_DEFAULTS.most,
    },
  });
  const speaking = new Speaking(options.speakingWorkers ?? Math.min(MAX_SPEAKING_WORKERS, Math.max(1, availableParallelism())), onDefect);
  await Promise.all([listening.ready(), speaking.ready()]);
  return {
    vad: listening.vad,
    stt: listening.stt,
    tts: speaking.tts,
    status: () => [...listening.status(), speaking.status()],
    measureListeningLag: () => listening.measureLag(),
    close: async () => {
      await Promise.all([listening.close(), speaking.close()]);
    },
  };
}
