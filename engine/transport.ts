import type { ClientMessage, ServerMessage } from '@parley/contract';
import type { Frame } from './audio/frame.ts';
import { unreachable } from './unreachable.ts';

/**
 * How the caller's side stands. `early`: it is there and the call is not answered; told in `attach`, before anything else. Without it the
 * call is answered from the beginning. `held` and `resumed`: a phone's hold, or a client that pauses. A state told again changes nothing.
 */
export type TransportState = 'early' | 'answered' | 'held' | 'resumed';

/** A key of the phone that the caller pressed. */
export interface DigitPress {
  /** `0`–`9`, `*`, `#`, `A`–`D`. */
  readonly digit: string;
  /** An RTP event (RFC 4733), the tone in the audio, a SIP INFO, a client's message. A transport that hears one key in two ways tells it once. */
  readonly method: 'rfc4733' | 'inband' | 'info' | 'message';
  /** Null where it is not known. */
  readonly durationMs: number | null;
}

/** What a client says of the conversation itself. */
export type CallerMessage = Extract<ClientMessage, { type: 'text' | 'hangup' }>;

/** What a transport tells its call. */
export interface TransportListener {
  /** One 20 ms frame of the caller at 16 kHz, in order, lost audio already concealed. */
  onFrame(frame: Frame): void;
  onMessage(message: CallerMessage): void;
  /** Nothing that is sent while the call is early or held is heard by anybody, and nothing of the caller's is heard, recorded or judged. */
  onState(state: TransportState): void;
  /** When the key is let go. */
  onDigit(press: DigitPress): void;
  /** The caller's side is gone (socket closed, RTP silent); `code` is a stable word such as `socket_closed`, `media_timeout`. */
  onClosed(code: string, message: string): void;
  /** The transport itself failed, with an error that nobody foresaw: nothing more comes from it, and the call is to close it. */
  onFailed(error: unknown): void;
}

/** Tells a call of a client's message: the same whatever carries it. `playout` is the transport's own: see `playoutDelayMs`. */
export function tellOfMessage(listener: TransportListener, message: Exclude<ClientMessage, { type: 'playout' }>): void {
  switch (message.type) {
    case 'hold':
      return listener.onState('held');
    case 'resume':
      return listener.onState('resumed');
    case 'dtmf':
      return listener.onDigit({ digit: message.digit, method: 'message', durationMs: message.duration_ms ?? null });
    case 'text':
    case 'hangup':
      return listener.onMessage(message);
    default:
      return unreachable(message);
  }
}

/** `error`: a stable word that the model is told, such as `busy` or `refused`. */
export type TransportOutcome = { readonly ok: true } | { readonly ok: false; readonly error: string };

/**
 * How audio reaches a call. The call paces: it calls `sendFrame` once per 20 ms while the agent is audible, and
 * `endTalkspurt` when it stops (end of clause queue, pause, barge-in).
 */
export interface CallTransport {
  readonly kind: 'websocket' | 'webrtc' | 'sip' | 'loopback';
  /** Rate of the frames given to `sendFrame`. */
  readonly playoutSampleRate: 8_000 | 16_000 | 24_000;
  /**
   * What was sent and has not reached the caller's ear, in ms: the client's buffer, as it reports it (`playout` messages, a carrier's marks) or
   * as its kind has it; 0 when unknown. It may change during the call. What was heard goes by it: no clause is told as heard before.
   */
  readonly playoutDelayMs: number;
  /** Starts delivery to the listener; frames that came before are delivered first. */
  attach(listener: TransportListener): void;
  sendFrame(frame: Frame): void;
  endTalkspurt(): void;
  /** Barge-in: drop what the client has not played yet. */
  clear(): void;
  sendMessage(message: ServerMessage): void;
  /** Presses keys for the other side. Absent where there is nobody to press them for; asked for one after the other, when the agent is silent. */
  sendDigits?(digits: string, signal: AbortSignal): Promise<TransportOutcome>;
  /** Connects the caller to somebody else; `ok` when they are, and the call is closed then. Absent where that cannot be. */
  transfer?(to: string, signal: AbortSignal): Promise<TransportOutcome>;
  /** Sends `{"type":"ended"}` and closes; safe to call twice. */
  close(reason: string): Promise<void>;
}
