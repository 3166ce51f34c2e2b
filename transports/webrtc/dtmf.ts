/** Keys pressed by the caller, sent as RTP events (RFC 4733). */

const DIGITS = '0123456789*#ABCD';
const END_BIT = 0x80;

interface KeyPress {
  timestamp: number;
  digit: string;
  duration: number;
  told: boolean;
}

/**
 * A key press is a run of packets with one timestamp; the last is sent three times. It counts at its first end, or when
 * another key begins and all its ends were lost.
 */
export class DtmfReceiver {
  #press: KeyPress | null = null;

  /** The digits that are complete with this packet. */
  push(timestamp: number, payload: Uint8Array): string[] {
    const [event, flags, high, low] = payload;
    if (event === undefined || flags === undefined || high === undefined || low === undefined) return [];
    const digit = DIGITS[event];
    if (digit === undefined) return [];
    const digits: string[] = [];
    const duration = (high << 8) | low;
    const before = this.#press;
    if (before === null || this.#isLater(before, timestamp, digit)) {
      if (before !== null && !before.told) digits.push(before.digit);
      this.#press = { timestamp, digit, duration, told: false };
    }
    const press = this.#press;
    if (press === null || press.digit !== digit) return digits;
    press.duration = Math.max(press.duration, duration);
    if ((flags & END_BIT) !== 0 && !press.told) {
      press.told = true;
      digits.push(digit);
    }
    return digits;
  }

  #isLater(before: KeyPress, timestamp: number, digit: string): boolean {
    const since = (timestamp - before.timestamp) | 0;
    if (since <= 0) return false;
    // RFC 4733 2.5.1.3: a very long press goes on in a second segment that begins where the first one ended.
    return before.told || digit !== before.digit || since > before.duration + 1;
  }
}
