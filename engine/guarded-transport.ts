/** A call's transport whose exceptions reach nobody but its own call. */
import type { Clock } from './clock.ts';
import type { CallTransport } from './transport.ts';

/** A transport that has not closed by then never will: the call is over without it. */
export const CLOSE_WITHIN_MS = 10_000;

/** `onThrown` is told of the first exception, after which nothing but the close is asked of the transport, and of a close without end. */
export function guardTransport(transport: CallTransport, clock: Clock, onThrown: (error: unknown) => void): CallTransport {
  let broken = false;
  let delayMs = 0;
  const thrown = (error: unknown): void => {
    const first = !broken;
    broken = true;
    if (first) onThrown(error);
  };
  const attempt = (work: () => void): void => {
    if (broken) return;
    try {
      work();
    } catch (error) {
      thrown(error);
    }
  };
  return {
    kind: transport.kind,
    playoutSampleRate: transport.playoutSampleRate,
    get playoutDelayMs() {
      attempt(() => (delayMs = transport.playoutDelayMs));
      return delayMs;
    },
    attach: (listener) => attempt(() => transport.attach(listener)),
    sendFrame: (frame) => attempt(() => transport.sendFrame(frame)),
    endTalkspurt: () => attempt(() => transport.endTalkspurt()),
    clear: () => attempt(() => transport.clear()),
    sendMessage: (message) => attempt(() => transport.sendMessage(message)),
    async close(reason) {
      const { promise: over, resolve } = Promise.withResolvers<void>();
      const cancel = clock.schedule(CLOSE_WITHIN_MS, () => {
        onThrown(new Error('The transport did not close.'));
        resolve();
      });
      try {
        await Promise.race([transport.close(reason), over]);
      } catch (error) {
        thrown(error);
      } finally {
        cancel();
      }
    },
  };
}
