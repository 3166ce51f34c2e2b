/**
 * RTP packets in any order in, what to decode in order out. Pure: the caller brings the time and asks again at `deadlineMs`.
 * There is no playout clock: a listener that is a program takes packets at once, and only a hole makes it wait.
 */

export interface MediaPacket {
  /** RTP sequence number, 16 bits. */
  sequence: number;
  /** RTP timestamp, 32 bits. */
  timestamp: number;
  payload: Uint8Array;
  /** Audio in the payload, in timestamp units; 0 for a packet without audio (RFC 4733 events share the sequence space). */
  durationTicks: number;
}

/** What the decoder is to do next. Ticks are timestamp units. */
export type JitterStep =
  | { type: 'decode'; packet: MediaPacket }
  /** The packet before `packet` is lost; `packet` may carry a copy of it (in-band FEC). */
  | { type: 'recover'; packet: MediaPacket; ticks: number }
  | { type: 'conceal'; ticks: number }
  /** The sender paused (discontinuous transmission, DTMF): nothing was lost, and time went on. */
  | { type: 'silence'; ticks: number };

export interface JitterBufferOptions {
  /** Timestamp units per ms: 48 for Opus. */
  ticksPerMs: number;
  /** How long a hole may hold up what came after it. */
  maxWaitMs: number;
  /** As many packets after a hole end its wait. */
  maxWaitPackets: number;
  /** The longest gap that is filled; beyond it the stream goes on as if there had been none. */
  maxFillMs: number;
}

const JITTER_DEFAULTS = { ticksPerMs: 48, maxWaitMs: 60, maxWaitPackets: 3, maxFillMs: 200 } as const satisfies JitterBufferOptions;

export interface JitterStats {
  received: number;
  /** Given up, whether or not the next packet had a copy. */
  lost: number;
  /** Came after their place had been filled. */
  late: number;
  duplicate: number;
}

/** A sender that restarts jumps at least this far (RFC 3550 A.1, MAX_DROPOUT). */
const MAX_DROPOUT = 3_000;
/** Sequence numbers remembered to tell a duplicate from a late packet. */
const MEMORY = 128;

/** The signed distance from `from` to `to` on a circle of `bits` bits. */
const distance = (to: number, from: number, bits: 16 | 32): number => (bits === 16 ? ((to - from) << 16) >> 16 : (to - from) | 0);

interface Waiting {
  packet: MediaPacket;
  arrivedMs: number;
}

export class JitterBuffer {
  readonly #options: JitterBufferOptions;
  readonly #stats: JitterStats = { received: 0, lost: 0, late: 0, duplicate: 0 };
  readonly #waiting = new Map<number, Waiting>();
  readonly #released = new Set<number>();
  #next: { sequence: number; timestamp: number } | null = null;
  /** The sequence number that would confirm that the sender restarted. */
  #restartAt: number | null = null;

  constructor(options: JitterBufferOptions = JITTER_DEFAULTS) {
    this.#options = options;
  }

  get stats(): Readonly<JitterStats> {
    return this.#stats;
  }

  /** When `expire` has something to do; null while nothing waits. */
  get deadlineMs(): number | null {
    let oldest: number | null = null;
    for (const { arrivedMs } of this.#waiting.values()) oldest = oldest === null ? arrivedMs : Math.min(oldest, arrivedMs);
    return oldest === null ? null : oldest + this.#options.maxWaitMs;
  }

  push(packet: MediaPacket, nowMs: number): JitterStep[] {
    this.#stats.received += 1;
    this.#next ??= { sequence: packet.sequence, timestamp: packet.timestamp };
    const ahead = distance(packet.sequence, this.#next.sequence, 16);
    if (Math.abs(ahead) > MAX_DROPOUT) return this.#pushStray(packet);
    this.#restartAt = null;
    if (ahead < 0) {
      this.#stats[this.#released.has(packet.sequence) ? 'duplicate' : 'late'] += 1;
      return [];
    }
    if (this.#waiting.has(packet.sequence)) {
      this.#stats.duplicate += 1;
      return [];
    }
    this.#waiting.set(packet.sequence, { packet, arrivedMs: nowMs });
    return this.#release(nowMs);
  }

  /** Gives up the holes that have waited long enough. */
  expire(nowMs: number): JitterStep[] {
    return this.#release(nowMs);
  }

  /** One packet far away is a stray; two in a row are a sender that began anew. */
  #pushStray(packet: MediaPacket): JitterStep[] {
    if (this.#restartAt !== packet.sequence) {
      this.#restartAt = (packet.sequence + 1) & 0xff_ff;
      this.#stats.late += 1;
      return [];
    }
    this.#restartAt = null;
    this.#waiting.clear();
    this.#released.clear();
    this.#next = { sequence: packet.sequence, timestamp: packet.timestamp };
    return this.#advancePast(packet);
  }

  #release(nowMs: number): JitterStep[] {
    const steps: JitterStep[] = [];
    for (;;) {
      const next = this.#next;
      if (next === null || this.#waiting.size === 0) return steps;
      const due = this.#waiting.get(next.sequence);
      if (due !== undefined) {
        this.#waiting.delete(next.sequence);
        steps.push(...this.#advancePast(due.packet));
        continue;
      }
      const deadline = this.deadlineMs ?? 0;
      if (this.#waiting.size < this.#options.maxWaitPackets && nowMs < deadline) return steps;
      steps.push(...this.#skipHole(next.sequence));
    }
  }

  #skipHole(from: number): JitterStep[] {
    let after: MediaPacket | null = null;
    for (const { packet } of this.#waiting.values()) {
      if (after === null || distance(packet.sequence, after.sequence, 16) < 0) after = packet;
    }
    const next = this.#next;
    if (after === null || next === null) return [];
    this.#stats.lost += distance(after.sequence, from, 16);
    if (after.durationTicks === 0) {
      // An event's timestamp says nothing of the audio's time; the audio after it shows what is missing.
      this.#next = { sequence: after.sequence, timestamp: next.timestamp };
      return [];
    }
    const missing = this.#fillable(distance(after.timestamp, next.timestamp, 32));
    this.#next = { sequence: after.sequence, timestamp: after.timestamp };
    if (missing === 0) return [];
    const recoverable = Math.min(missing, after.durationTicks);
    const steps: JitterStep[] = [];
    if (missing > recoverable) steps.push({ type: 'conceal', ticks: missing - recoverable });
    if (recoverable > 0) steps.push({ type: 'recover', packet: after, ticks: recoverable });
    return steps;
  }

  #advancePast(packet: MediaPacket): JitterStep[] {
    const expected = this.#next?.timestamp ?? packet.timestamp;
    this.#remember(packet.sequence);
    const sequence = (packet.sequence + 1) & 0xff_ff;
    if (packet.durationTicks === 0) {
      // An event's timestamp is that of its beginning: the audio's own time does not move.
      this.#next = { sequence, timestamp: expected };
      return [];
    }
    const paused = this.#fillable(distance(packet.timestamp, expected, 32));
    this.#next = { sequence, timestamp: (packet.timestamp + packet.durationTicks) >>> 0 };
    return paused === 0
      ? [{ type: 'decode', packet }]
      : [
          { type: 'silence', ticks: paused },
          { type: 'decode', packet },
        ];
  }

  #fillable(ticks: number): number {
    return Math.max(0, Math.min(ticks, this.#options.maxFillMs * this.#options.ticksPerMs));
  }

  #remember(sequence: number): void {
    this.#released.add(sequence);
    if (this.#released.size <= MEMORY) return;
    for (const oldest of this.#released) {
      this.#released.delete(oldest);
      return;
    }
  }
}
