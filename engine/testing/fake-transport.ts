/** Fakes of what carries a call: a client that can be listened to, and a phone line. */
import type { ClientMessage, ServerMessage } from '@parley/contract';
import { FRAME_MS, type Frame } from '../audio/frame.ts';
import type { Clock } from '../clock.ts';
import { tellOfMessage, type CallTransport, type TransportListener, type TransportOutcome, type TransportState } from '../transport.ts';
import { FIRST_WORD_LEVEL, HANGS, isLoud, passed, untilAborted, type FakeTts } from './fakes.ts';

/** A transport that keeps what it was given, with the time of each frame. */
export class FakeTransport implements CallTransport {
  readonly kind = 'loopback';
  readonly playoutSampleRate: 8_000 | 16_000 | 24_000;
  /** Those that a clear reached before they were played are not heard. */
  readonly frames: { atMs: number; loud: boolean; level: number; dropped: boolean }[] = [];
  /** Frames and messages that came when it was closed. */
  afterClose = 0;
  readonly messages: ServerMessage[] = [];
  cleared = 0;
  talkspurts = 0;
  closedWith: string | null = null;
  begins: Extract<TransportState, 'early' | 'answered'> = 'answered';
  listener: TransportListener | null = null;
  protected readonly clock: Clock;
  #delayMs = 0;
  #playedMs = -Infinity;

  constructor(clock: Clock, playoutSampleRate: 8_000 | 16_000 | 24_000 = 16_000) {
    this.clock = clock;
    this.playoutSampleRate = playoutSampleRate;
  }

  /** A test may change it during the call: a client whose buffer grows has played what it has played. */
  get playoutDelayMs(): number {
    return this.#delayMs;
  }

  set playoutDelayMs(ms: number) {
    this.#played();
    this.#delayMs = ms;
  }

  attach(listener: TransportListener): void {
    this.listener = listener;
    if (this.begins === 'early') listener.onState('early');
  }

  sendFrame(frame: Frame): void {
    if (this.closedWith !== null) this.afterClose += 1;
    this.frames.push({ atMs: this.clock.now(), loud: isLoud(frame), level: frame[0] ?? 0, dropped: false });
  }

  endTalkspurt(): void {
    this.talkspurts += 1;
  }

  clear(): void {
    this.cleared += 1;
    const playedMs = this.#played();
    for (const frame of this.frames) frame.dropped ||= frame.atMs > playedMs;
  }

  sendMessage(message: ServerMessage): void {
    if (this.closedWith !== null) this.afterClose += 1;
    this.messages.push(message);
  }

  close(reason: string): Promise<void> {
    this.closedWith ??= reason;
    return Promise.resolve();
  }

  /** The words of `voice` that were played for the most part, in the order of their sound. At 16 kHz, where no resampler blurs the levels. */
  heard(voice: FakeTts): string[] {
    const frames = new Map<number, number>();
    for (const { level, dropped } of this.frames) if (level > 0 && !dropped) frames.set(level, (frames.get(level) ?? 0) + 1);
    return [...frames].flatMap(([level, count]) => {
      const index = level - FIRST_WORD_LEVEL;
      const half = (voice.lengths[index] ?? 0) / FRAME_MS / 2;
      return count >= half ? [voice.words[index] ?? '?'] : [];
    });
  }

  /** What was sent by then is played, call time. */
  #played(): number {
    const delayMs = Number.isFinite(this.#delayMs) ? Math.max(0, this.#delayMs) : 0;
    return (this.#playedMs = Math.max(this.#playedMs, this.clock.now() - delayMs));
  }

  receive(message: ClientMessage): void {
    if (message.type === 'playout') this.playoutDelayMs = message.buffered_ms;
    else if (this.listener !== null) tellOfMessage(this.listener, message);
  }
}

/** A phone line, which can do more than a browser: outcomes by what is wanted, after `actionMs`. */
export class FakePhone extends FakeTransport {
  readonly done: { what: string; atMs: number }[] = [];
  outcome: TransportOutcome | Error | typeof HANGS = { ok: true };
  actionMs = 0;

  async sendDigits(digits: string, signal: AbortSignal): Promise<TransportOutcome> {
    return this.#do(`digits ${digits}`, signal);
  }

  async transfer(to: string, signal: AbortSignal): Promise<TransportOutcome> {
    return this.#do(`transfer ${to}`, signal);
  }

  async #do(what: string, signal: AbortSignal): Promise<TransportOutcome> {
    const { outcome } = this;
    this.done.push({ what, atMs: this.clock.now() });
    if (outcome === HANGS) return untilAborted(signal);
    if (this.actionMs > 0) await passed(this.clock, this.actionMs, signal);
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }
}
