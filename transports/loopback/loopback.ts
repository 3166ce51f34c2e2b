/** A call's transport and its caller in the same memory, on the same clock: for tests and rehearsals. */
import type { ClientMessage, ServerMessage } from '@parley/contract';
import { CALLER_SAMPLE_RATE, FRAME_MS, samplesPerFrame, type Frame } from '@parley/engine/audio/frame.ts';
import { Framer } from '@parley/engine/audio/framer.ts';
import type { Clock } from '@parley/engine/clock.ts';
import type { CallTransport } from '@parley/engine/transport.ts';
import { CallerFeed } from '../caller-feed.ts';

export interface LoopbackOptions {
  clock: Clock;
  playoutSampleRate?: 8_000 | 16_000 | 24_000;
}

interface HeardFrame {
  atMs: number;
  frame: Frame;
}

export interface LoopbackCaller {
  /** Speaks 16 kHz audio in real time, one frame each 20 ms, after what is still being said; resolves when it has been said. */
  speak(pcm: Int16Array): Promise<void>;
  send(message: ClientMessage): void;
  hangUp(): void;
  readonly heard: readonly HeardFrame[];
  readonly messages: readonly ServerMessage[];
  /** Times of `clear` and of the ends of talkspurts. */
  readonly cleared: readonly number[];
  readonly talkspurtEnds: readonly number[];
  /** Why the call closed; null while it is open. */
  readonly endedReason: string | null;
}

class Loopback implements CallTransport, LoopbackCaller {
  readonly kind = 'loopback';
  readonly playoutSampleRate: 8_000 | 16_000 | 24_000;
  readonly heard: HeardFrame[] = [];
  readonly messages: ServerMessage[] = [];
  readonly cleared: number[] = [];
  readonly talkspurtEnds: number[] = [];
  endedReason: string | null = null;
  readonly #clock: Clock;
  readonly #feed = new CallerFeed();
  readonly #framer = new Framer(samplesPerFrame(CALLER_SAMPLE_RATE));
  #unsaid: { frame: Frame; said: () => void }[] = [];
  #cancel: (() => void) | null = null;
  #open = true;

  constructor({ clock, playoutSampleRate }: LoopbackOptions) {
    this.#clock = clock;
    this.playoutSampleRate = playoutSampleRate ?? 24_000;
  }

  get playoutDelayMs(): number {
    return this.#feed.playoutDelayMs;
  }

  attach(listener: Parameters<CallTransport['attach']>[0]): void {
    this.#feed.attach(listener);
  }

  sendFrame(frame: Frame): void {
    if (this.#open) this.heard.push({ atMs: this.#clock.now(), frame });
  }

  endTalkspurt(): void {
    if (this.#open) this.talkspurtEnds.push(this.#clock.now());
  }

  clear(): void {
    if (!this.#open) return;
    this.cleared.push(this.#clock.now());
    this.messages.push({ type: 'clear' });
  }

  sendMessage(message: ServerMessage): void {
    if (this.#open) this.messages.push(message);
  }

  close(reason: string): Promise<void> {
    if (!this.#open) return Promise.resolve();
    this.messages.push({ type: 'ended', reason });
    this.endedReason = reason;
    this.#feed.stop();
    this.#shut();
    return Promise.resolve();
  }

  async speak(pcm: Int16Array): Promise<void> {
    const frames = this.#framer.push(pcm);
    if (!this.#open || frames.length === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    frames.forEach((frame, index) => this.#unsaid.push({ frame, said: index === frames.length - 1 ? resolve : () => undefined }));
    if (this.#cancel === null) this.#sayNext();
    await promise;
  }

  send(message: ClientMessage): void {
    if (this.#open) this.#feed.message(message);
  }

  hangUp(): void {
    if (!this.#open) return;
    this.#shut();
    this.#feed.closed('socket_closed', 'The caller hung up.');
  }

  #sayNext(): void {
    // A frame is complete only when its 20 ms have been spoken.
    this.#cancel = this.#clock.schedule(FRAME_MS, () => {
      this.#cancel = null;
      const next = this.#unsaid.shift();
      if (next === undefined) return;
      if (this.#unsaid.length > 0) this.#sayNext();
      this.#feed.frame(next.frame);
      next.said();
    });
  }

  #shut(): void {
    this.#open = false;
    this.#cancel?.();
    this.#cancel = null;
    for (const { said } of this.#unsaid) said();
    this.#unsaid = [];
  }
}

export function createLoopback(options: LoopbackOptions): { transport: CallTransport; caller: LoopbackCaller } {
  const loopback = new Loopback(options);
  return { transport: loopback, caller: loopback };
}
