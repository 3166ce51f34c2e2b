import type { Clock } from '@parley/engine/clock.ts';

export interface WebSocketMediaOptions {
  clock: Clock;
  /** A client that has not sent `start` by then is turned away. */
  startTimeoutMs: number;
  /** Time between two pings. */
  pingIntervalMs: number;
  /** A client that has sent nothing, not even a pong, for this long is gone (`media_timeout`). */
  silenceTimeoutMs: number;
  /** Agent audio that waits while the socket is congested; the oldest is dropped beyond it. */
  maxQueuedMs: number;
  /** Bytes that the socket itself may hold before audio waits in the queue. */
  maxSocketBytes: number;
  /** A socket that stays congested for this long is closed with `media_timeout`. */
  congestionTimeoutMs: number;
  /** Caller audio may run ahead of real time by this much, and make up for as much that is late; what is beyond is refused. */
  maxAheadMs: number;
  /** Refused frames and messages after which the socket is closed with `protocol_violation`. */
  maxInvalidFrames: number;
  /** How long a closing handshake may take. */
  closeTimeoutMs: number;
}

export const WEBSOCKET_MEDIA_DEFAULTS = {
  startTimeoutMs: 10_000,
  pingIntervalMs: 5_000,
  silenceTimeoutMs: 15_000,
  maxQueuedMs: 1_000,
  maxSocketBytes: 65_536,
  congestionTimeoutMs: 5_000,
  maxAheadMs: 10_000,
  maxInvalidFrames: 100,
  closeTimeoutMs: 1_000,
} as const satisfies Omit<WebSocketMediaOptions, 'clock'>;

/**
 * For the `maxPayload` of the server that accepts the socket: beyond every frame that is allowed, so that a client which sends
 * too much is told so in words and not by a closed socket.
 */
export const WEBSOCKET_MAX_PAYLOAD_BYTES = 1_048_576;

/** RFC 6455 7.4.1. */
export const POLICY_VIOLATION = 1_008;
export const NORMAL_CLOSURE = 1_000;
