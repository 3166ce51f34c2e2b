/** Gathers a call's facts and sends them to the main process in batches; never blocks the call. */
import type { CallEvent } from '@parley/contract';
import type { Frame } from '@parley/engine/audio/frame.ts';
import type { CallRecorder } from '@parley/engine/call-options.ts';
import type { FromMedia } from '../channel.ts';

const EVENTS_EVERY_MS = 25;
/** Half a second: what is not sent yet is lost with the process. */
const FRAMES_PER_CHUNK = 25;

export class BatchingRecorder implements CallRecorder {
  readonly #callId: string;
  readonly #record: boolean;
  readonly #send: (message: FromMedia) => void;
  readonly #onDefect: (error: unknown) => void;
  #events: CallEvent[] = [];
  #timer: NodeJS.Timeout | null = null;
  #chunk: Int16Array | null = null;
  #frames = 0;

  /** `onDefect` is told of what cannot be sent: no timer of this call ends the process with all its calls. */
  constructor(callId: string, record: boolean, send: (message: FromMedia) => void, onDefect: (error: unknown) => void) {
    this.#callId = callId;
    this.#record = record;
    this.#send = send;
    this.#onDefect = onDefect;
  }

  onEvent(event: CallEvent): void {
    this.#events.push(event);
    this.#timer ??= setTimeout(() => this.#attempt(() => this.#flushEvents()), EVENTS_EVERY_MS);
  }

  onAudio(caller: Frame, agent: Frame): void {
    if (!this.#record) return;
    this.#chunk ??= new Int16Array(FRAMES_PER_CHUNK * caller.length * 2);
    const at = this.#frames * caller.length * 2;
    for (let index = 0; index < caller.length; index += 1) {
      this.#chunk[at + index * 2] = caller[index] ?? 0;
      this.#chunk[at + index * 2 + 1] = agent[index] ?? 0;
    }
    this.#frames += 1;
    if (this.#frames === FRAMES_PER_CHUNK) this.#flushAudio(caller.length);
  }

  /** Everything that is left. */
  flush(): void {
    this.#attempt(() => this.#flushEvents());
    this.#attempt(() => this.#flushAudio(320));
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#onDefect(error);
    }
  }

  #flushEvents(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#events.length === 0) return;
    const events = this.#events;
    this.#events = [];
    this.#send({ type: 'events', callId: this.#callId, events });
  }

  #flushAudio(frameSamples: number): void {
    if (this.#chunk === null || this.#frames === 0) return;
    const samples = this.#chunk.subarray(0, this.#frames * frameSamples * 2);
    this.#chunk = null;
    this.#frames = 0;
    this.#send({ type: 'recording', callId: this.#callId, pcm: new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength) });
  }
}
