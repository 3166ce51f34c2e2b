/**
 * One model for all calls of a thread: the windows that wait at the same moment are judged together. None waits for others to come, and of each call
 * one is judged at a time, as the model needs for it what it remembers of the one before.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { WINDOW, WINDOW_MS, windowCutter, type Detection, type DetectionListener, type Detectors } from './detection.ts';

/** The model hears each window with the end of the one before: 4 ms. */
const CONTEXT = 64;
export const INPUT = CONTEXT + WINDOW;
/** What it remembers of a call: so many layers of so many numbers. */
export const LAYERS = 2;
export const UNITS = 128;
/** Speech begins above the one and ends below the other, as with sherpa-onnx, which asks for a second window either time. */
const BEGINS_ABOVE = 0.5;
const ENDS_BELOW = 0.35;
/** Audio of one call that may wait, in windows: a minute. */
const MAX_WAITING = 60_000 / WINDOW_MS;

export interface WindowModel {
  /**
   * Judges one window of each of `count` calls: `input` is [count, INPUT], `state` [LAYERS, count, UNITS].
   * Resolves to a probability of speech for each, 0 to 1, and the next state in the same form.
   */
  run(count: number, input: Float32Array, state: Float32Array): Promise<{ probabilities: Float32Array; state: Float32Array }>;
}

interface Stream {
  readonly listener: DetectionListener;
  readonly waiting: Float32Array[];
  readonly context: Float32Array;
  readonly state: Float32Array;
  windows: number;
  speech: boolean;
  /** Until it is closed or has failed. */
  open: boolean;
}

const stateAt = (layer: number, index: number, count: number): number => (layer * count + index) * UNITS;

function gather(batch: readonly Stream[]): { input: Float32Array; state: Float32Array } {
  const input = new Float32Array(batch.length * INPUT);
  const state = new Float32Array(batch.length * LAYERS * UNITS);
  batch.forEach((stream, index) => {
    const window = stream.waiting.shift() ?? new Float32Array(WINDOW);
    input.set(stream.context, index * INPUT);
    input.set(window, index * INPUT + CONTEXT);
    stream.context.set(window.subarray(WINDOW - CONTEXT));
    for (let layer = 0; layer < LAYERS; layer += 1)
      state.set(stream.state.subarray(layer * UNITS, (layer + 1) * UNITS), stateAt(layer, index, batch.length));
  });
  return { input, state };
}

function isVerdict(judged: Awaited<ReturnType<WindowModel['run']>>, count: number): boolean {
  const { probabilities, state } = judged;
  return probabilities.length === count && state.length === count * LAYERS * UNITS && probabilities.every(Number.isFinite);
}

const newStream = (listener: DetectionListener): Stream => ({
  listener,
  waiting: [],
  context: new Float32Array(CONTEXT),
  state: new Float32Array(LAYERS * UNITS),
  windows: 0,
  speech: false,
  open: true,
});

class Batch implements Detectors {
  readonly #model: WindowModel;
  /** Streams with windows that wait, in the order in which they came. */
  readonly #ready = new Set<Stream>();
  #running = false;

  constructor(model: WindowModel) {
    this.#model = model;
  }

  open(listener: DetectionListener): Detection {
    const stream = newStream(listener);
    const cut = windowCutter((window) => this.#take(stream, window));
    return {
      push: (pcm) => {
        cut(pcm);
        if (this.#ready.size > 0 && !this.#running) void this.#run();
      },
      close: () => this.#close(stream),
    };
  }

  #take(stream: Stream, window: Float32Array): void {
    if (!stream.open) return;
    if (stream.waiting.length >= MAX_WAITING)
      return this.#fail(stream, new Error('More audio waits for the voice detector than it takes.'));
    stream.waiting.push(window);
    this.#ready.add(stream);
  }

  #close(stream: Stream): void {
    stream.open = false;
    stream.waiting.length = 0;
    this.#ready.delete(stream);
  }

  #fail(stream: Stream, error: Error): void {
    if (!stream.open) return;
    this.#close(stream);
    stream.listener.onFailed(error);
  }

  async #run(): Promise<void> {
    this.#running = true;
    // What comes in one turn of the event loop is judged together.
    while ((await nextTurn(), this.#ready.size > 0)) {
      const batch = [...this.#ready];
      await this.#judge(batch).catch((error: unknown) => {
        const reason = error instanceof Error ? error : new Error('The model threw something that is no error.');
        for (const stream of batch) this.#fail(stream, reason);
      });
      for (const stream of batch) if (stream.waiting.length === 0) this.#ready.delete(stream);
    }
    this.#running = false;
  }

  async #judge(batch: readonly Stream[]): Promise<void> {
    const { input, state } = gather(batch);
    const judged = await this.#model.run(batch.length, input, state);
    if (!isVerdict(judged, batch.length)) throw new Error('The model answered with something that is no verdict.');
    for (const [index, stream] of batch.entries()) {
      // Closed meanwhile.
      if (!stream.open) continue;
      for (let layer = 0; layer < LAYERS; layer += 1) {
        const at = stateAt(layer, index, batch.length);
        stream.state.set(judged.state.subarray(at, at + UNITS), layer * UNITS);
      }
      stream.windows += 1;
      const probability = judged.probabilities[index] ?? 0;
      stream.speech = probability > (stream.speech ? ENDS_BELOW : BEGINS_ABOVE);
      stream.listener.onResult({ audioMs: stream.windows * WINDOW_MS, speech: stream.speech, probability });
    }
  }
}

export const batched = (model: WindowModel): Detectors => new Batch(model);
