/** A call's transport whose exceptions reach nobody but its own call. */
import type { CallTransport } from './transport.ts';

/** `onThrown` is told of the first exception; afterwards nothing but the close is asked of the transport. */
export function guardTransport(transport: CallTransport, onThrown: (error: unknown) => void): CallTransport {
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
      try {
        await transport.close(reason);
      } catch (error) {
        thrown(error);
      }
    },
  };
}
