/** What every transport must do, whatever carries it. Run by each transport's own test with a real other side. */
import type { ClientMessage, ServerMessage } from '@parley/contract';
import { rms } from '@parley/engine/audio/level.ts';
import type { Frame } from '@parley/engine/audio/frame.ts';
import type { CallerMessage, CallTransport, DigitPress, TransportListener, TransportState } from '@parley/engine/transport.ts';
import { describe, expect, test, vi } from 'vitest';

/** A caller at the other end of a transport. */
interface ConformanceCaller {
  /** Sends 16 kHz audio in real time or at once; lost by nobody. */
  speak(pcm: Int16Array): void | Promise<void>;
  send(message: ClientMessage): void;
  /** Text that is no message of the protocol. */
  sendGarbage(text: string): void;
  readonly messages: readonly ServerMessage[];
  /** The agent's audio as it came. */
  heard(): Int16Array[];
  hangUp(): void;
  readonly closed: boolean;
}

export interface ConformancePair {
  transport: CallTransport;
  caller: ConformanceCaller;
  /** Lets `ms` of the transport's own clock pass. */
  pass: (ms: number) => Promise<void>;
  dispose(): Promise<void>;
}

/** Remembers all it is told. */
export class RecordingListener implements TransportListener {
  readonly frames: Frame[] = [];
  readonly received: CallerMessage[] = [];
  readonly states: TransportState[] = [];
  readonly digits: DigitPress[] = [];
  readonly closings: string[] = [];
  readonly failures: unknown[] = [];

  onFrame(frame: Frame): void {
    this.frames.push(frame);
  }

  onMessage(message: CallerMessage): void {
    this.received.push(message);
  }

  onDigit(press: DigitPress): void {
    this.digits.push(press);
  }

  onState(state: TransportState): void {
    this.states.push(state);
  }

  onClosed(code: string): void {
    this.closings.push(code);
  }

  onFailed(error: unknown): void {
    this.failures.push(error);
  }
}

export const tone = (hz: number, rate: number, ms: number): Int16Array =>
  Int16Array.from({ length: (rate * ms) / 1_000 }, (_, n) => Math.round(8_000 * Math.sin((2 * Math.PI * hz * n) / rate)));

/** A vowel that rises and falls: codecs treat it as speech, which they do not with a steady tone. */
export const voice = (rate: number, ms: number): Int16Array =>
  Int16Array.from({ length: (rate * ms) / 1_000 }, (_, n) => {
    const t = n / rate;
    const pitch = 140 + 30 * Math.sin(t * 7);
    let sum = 0;
    for (let harmonic = 1; harmonic < 12; harmonic += 1) sum += Math.sin(2 * Math.PI * pitch * harmonic * t) / harmonic;
    return Math.round(5_000 * sum * (1 + 0.5 * Math.sin(t * 20)));
  });

/** Waits for what real sockets bring; no fixed time. */
export const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 10_000, interval: 5 });

const loudest = (frames: readonly Int16Array[]): number => Math.max(0, ...frames.map((frame) => rms(frame)));

export function transportConformance(name: string, open: () => Promise<ConformancePair>): void {
  const withPair = async (body: (pair: ConformancePair, listener: RecordingListener) => Promise<void>): Promise<void> => {
    const pair = await open();
    try {
      await body(pair, new RecordingListener());
    } finally {
      await pair.dispose();
    }
  };

  describe(`${name} as a call transport`, () => {
    test('the caller is heard in whole 16 kHz frames', () =>
      withPair(async ({ transport, caller, pass }, listener) => {
        transport.attach(listener);
        void caller.speak(tone(440, 16_000, 400));
        await pass(400);
        await until(() => expect(listener.frames.length).toBeGreaterThanOrEqual(19));
        expect(listener.frames.every((frame) => frame.length === 320)).toBe(true);
        expect(loudest(listener.frames)).toBeGreaterThan(0.1);
      }));

    test('what the caller says before the call attaches is not lost', () =>
      withPair(async ({ transport, caller, pass }, listener) => {
        void caller.speak(tone(440, 16_000, 200));
        caller.send({ type: 'dtmf', digit: '5', duration_ms: 120 });
        await pass(200);
        // Another message, sent last and answered, shows that all before it has come.
        caller.sendGarbage('?');
        await until(() => expect(caller.messages.some((message) => message.type === 'error')).toBe(true));
        transport.attach(listener);
        await until(() => expect(listener.frames.length).toBeGreaterThanOrEqual(9));
        expect(listener.digits).toEqual([{ digit: '5', method: 'message', durationMs: 120 }]);
      }));

    test('the agent is heard', () =>
      withPair(async ({ transport, caller, pass }, listener) => {
        transport.attach(listener);
        const rate = transport.playoutSampleRate;
        const voice = tone(440, rate, 200);
        for (let at = 0; at < voice.length; at += rate / 50) {
          transport.sendFrame(voice.slice(at, at + rate / 50));
          await pass(20);
        }
        transport.endTalkspurt();
        await until(() => expect(caller.heard().length).toBeGreaterThanOrEqual(10));
        expect(loudest(caller.heard())).toBeGreaterThan(0.1);
      }));

    test('messages go both ways in order', () =>
      withPair(async ({ transport, caller }, listener) => {
        transport.attach(listener);
        transport.sendMessage({ type: 'agent_speaking', value: true });
        transport.clear();
        transport.sendMessage({ type: 'agent_speaking', value: false });
        const expected: ServerMessage[] = [
          { type: 'agent_speaking', value: true },
          { type: 'clear' },
          { type: 'agent_speaking', value: false },
        ];
        await until(() => expect(caller.messages.filter(({ type }) => type !== 'ready')).toEqual(expected));
        caller.send({ type: 'dtmf', digit: '#' });
        const sent: ClientMessage[] = [{ type: 'text', text: 'tomorrow at nine' }, { type: 'hangup' }];
        for (const message of sent) caller.send(message);
        await until(() => expect(listener.received).toEqual(sent));
        expect(listener.digits).toEqual([{ digit: '#', method: 'message', durationMs: null }]);
      }));

    test('what was heard goes by the buffer that the client tells of', () =>
      withPair(async ({ transport, caller }, listener) => {
        transport.attach(listener);
        caller.send({ type: 'playout', buffered_ms: 340 });
        await until(() => expect(transport.playoutDelayMs).toBe(340));
        caller.send({ type: 'playout', buffered_ms: 0 });
        await until(() => expect(transport.playoutDelayMs).toBe(0));
        expect(listener.received).toEqual([]);
      }));

    test('the call is told when the caller holds and comes back', () =>
      withPair(async ({ transport, caller }, listener) => {
        caller.send({ type: 'hold' });
        caller.send({ type: 'resume' });
        transport.attach(listener);
        await until(() => expect(listener.states).toEqual(['held', 'resumed']));
        caller.send({ type: 'hold' });
        caller.send({ type: 'text', text: 'are you there' });
        await until(() => expect(listener.received).toEqual([{ type: 'text', text: 'are you there' }]));
        expect(listener.states).toEqual(['held', 'resumed', 'held']);
      }));

    test('what a caller says on hold before the call attaches is not kept', () =>
      withPair(async ({ transport, caller, pass }, listener) => {
        caller.send({ type: 'hold' });
        caller.sendGarbage('?');
        await until(() => expect(caller.messages.some((message) => message.type === 'error')).toBe(true));
        void caller.speak(tone(440, 16_000, 200));
        await pass(400);
        caller.sendGarbage('?');
        await until(() => expect(caller.messages.filter((message) => message.type === 'error')).toHaveLength(2));
        transport.attach(listener);
        expect(loudest(listener.frames)).toBeLessThan(0.1);
        expect(listener.states).toEqual(['held']);
      }));

    test('garbage is answered with an error and the call goes on', () =>
      withPair(async ({ transport, caller }, listener) => {
        transport.attach(listener);
        caller.sendGarbage('{"type":');
        caller.sendGarbage('{"type":"reboot"}');
        caller.send({ type: 'dtmf', digit: '1' });
        await until(() => expect(listener.digits.map(({ digit }) => digit)).toEqual(['1']));
        await until(() =>
          expect(caller.messages.flatMap((message) => (message.type === 'error' ? [message.code] : []))).toEqual([
            'malformed_json',
            'validation_failed',
          ]),
        );
        expect(listener.closings).toEqual([]);
      }));

    test('the caller hangs up: the call is told once, and hears no more', () =>
      withPair(async ({ transport, caller }, listener) => {
        transport.attach(listener);
        caller.hangUp();
        await until(() => expect(listener.closings).toEqual(['socket_closed']));
        transport.sendFrame(tone(440, transport.playoutSampleRate, 20));
        transport.endTalkspurt();
        transport.sendMessage({ type: 'agent_speaking', value: true });
        transport.clear();
        await transport.close('user_hangup');
        expect(listener.closings).toEqual(['socket_closed']);
      }));

    test('close tells the caller why, closes, and may be repeated', () =>
      withPair(async ({ transport, caller, pass }, listener) => {
        transport.attach(listener);
        const closed = [transport.close('agent_hangup'), transport.close('agent_hangup')];
        await pass(400);
        await Promise.all(closed);
        await until(() =>
          expect(caller.messages.filter(({ type }) => type === 'ended')).toEqual([{ type: 'ended', reason: 'agent_hangup' }]),
        );
        await until(() => expect(caller.closed).toBe(true));
        expect(listener.closings).toEqual([]);
      }));
  });
}
