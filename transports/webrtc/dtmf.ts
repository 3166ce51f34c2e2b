/** Keys pressed by the caller, sent as RTP events (RFC 4733). */

const DIGITS = '0123456789*#ABCD';
const END_BIT = 0x80;

export interface PressedKey {
  digit: string;
  /** In ticks of the RTP clock, as far as it was told. */
  durationTicks: number;
}

interface KeyPress {
  timestamp: number;
  digit: string;
  duration: number;
  told: boolean;
}

const asTold = ({ digit, duration }: KeyPress): PressedKey => ({ digit, durationTicks: duration });

/**
 * A key press is a run of packets with one timestamp; the last is sent three times. It counts at its first end, or when
 * another key begins and all its ends were lost.
 */
export class DtmfReceiver {
  #press: KeyPress | null = null;

  /** The keys that are let go with this packet. */
  push(timestamp: number, payload: Uint8Array): PressedKey[] {
    const [event, flags, high, low] = payload;
    if (event === undefined || flags === undefined || high === undefined || low === undefined) return [];
    const digit = DIGITS[event];
    if (digit === undefined) return [];
    const pressed: PressedKey[] = [];
    const duration = (high << 8) | low;
    const before = this.#press;
    if (before === null || this.#isLater(before, timestamp, digit)) {
      if (before !== null && !before.told) pressed.push(asTold(before));
      this.#press = { timestamp, digit, duration, told: false };
    }
    const press = this.#press;
    if (press === null || press.digit !== digit) return pressed;
    press.duration = Math.max(press.duration, duration);
    if ((flags & END_BIT) !== 0 && !press.told) {
      press.told = true;
      pressed.push(asTold(press));
    }
    return pressed;
  }

  #isLater(before: KeyPress, timestamp: number, digit: string): boolean {
    const since = (timestamp - before.timestamp) | 0;
    if (since <= 0) return false;
    // RFC 4733 2.5.1.3: a very long press goes on in a second segment that begins where the first one ended.
    return before.told || digit !== before.digit || since > before.duration + 1;
  }
}
