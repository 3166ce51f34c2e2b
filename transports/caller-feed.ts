import type { ClientMessage } from '@parley/contract';
import { FrameQueue } from '@parley/engine/audio/frame-queue.ts';
import type { Frame } from '@parley/engine/audio/frame.ts';
import { tellOfMessage, type DigitPress, type TransportListener } from '@parley/engine/transport.ts';

/** Audio that waits for the call to attach; a call attaches at once unless its engines are still loading. */
const MAX_EARLY_AUDIO_MS = 10_000;
const MAX_EARLY_MESSAGES = 64;

/** What a transport tells its call: kept until the call attaches, and silent once the caller is gone. */
export class CallerFeed {
  #listener: TransportListener | null = null;
  #frames = new FrameQueue({ limitMs: MAX_EARLY_AUDIO_MS, whenFull: 'drop-oldest' });
  /** Messages and keys. */
  #early: ((listener: TransportListener) => void)[] = [];
  /** Before the call attached: afterwards it is the call's to know. */
  #held = false;
  /** How it ended before the call attached. */
  #end: ((listener: TransportListener) => void) | null = null;
  #stopped = false;
  readonly #onDropped: () => void;

  /** See `CallTransport.playoutDelayMs`: what the client last said of its buffer, before that what is known of its kind. */
  playoutDelayMs: number;

  /** `onDropped`: more audio came before the call attached than waits for it; the oldest is gone. */
  constructor(onDropped: () => void = () => undefined, playoutDelayMs = 0) {
    this.playoutDelayMs = playoutDelayMs;
    this.#onDropped = onDropped;
  }

  attach(listener: TransportListener): void {
    this.#listener = listener;
    for (let frame = this.#frames.shift(); frame !== undefined; frame = this.#frames.shift()) listener.onFrame(frame);
    for (const tell of this.#early.splice(0)) tell(listener);
    this.#end?.(listener);
  }

  frame(frame: Frame): void {
    if (this.#stopped) return;
    if (this.#listener !== null) return this.#listener.onFrame(frame);
    if (this.#held) return;
    const dropped = this.#frames.dropped;
    this.#frames.push(frame);
    if (this.#frames.dropped > dropped) this.#onDropped();
  }

  message(message: ClientMessage): void {
    if (message.type === 'playout') {
      this.playoutDelayMs = message.buffered_ms;
      return;
    }
    if (!this.#stopped && this.#listener === null && (message.type === 'hold' || message.type === 'resume'))
      this.#held = message.type === 'hold';
    this.#tell((listener) => tellOfMessage(listener, message));
  }

  digit(press: DigitPress): void {
    this.#tell((listener) => listener.onDigit(press));
  }

  #tell(tell: (listener: TransportListener) => void): void {
    if (this.#stopped) return;
    if (this.#listener !== null) tell(this.#listener);
    else if (this.#early.length < MAX_EARLY_MESSAGES) this.#early.push(tell);
  }

  /** The caller's side is gone; told once. */
  closed(code: string, message: string): void {
    this.#endWith((listener) => listener.onClosed(code, message));
  }

  /** The transport failed, with an error that nobody foresaw; told once. */
  failed(error: unknown): void {
    this.#endWith((listener) => listener.onFailed(error));
  }

  /** The call itself closes: nothing more is told. */
  stop(): void {
    this.#stopped = true;
    this.#frames.clear();
    this.#early = [];
  }

  #endWith(tell: (listener: TransportListener) => void): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#end = tell;
    if (this.#listener !== null) tell(this.#listener);
  }
}
