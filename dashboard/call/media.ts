/** What carries a call's sound and messages. */
import type { ClientMessage, CreatedCall, ServerMessage } from '@parley/contract';
import type { CallAudio } from './audio.ts';

export interface MediaEvents {
  onOpen: () => void;
  onMessage: (message: ServerMessage) => void;
  /** The connection was lost or closed by the other side. */
  onClosed: () => void;
}

export interface MediaConnection {
  send(message: ClientMessage): void;
  /** True once messages can be sent. */
  readonly isOpen: boolean;
  close(): void;
}

export interface MediaStart {
  call: CreatedCall;
  /** The caller's sound. */
  stream: MediaStream;
  audio: CallAudio;
  events: MediaEvents;
  /** Aborted: the connection is closed, and one that is being made is given up. */
  signal: AbortSignal;
}

export type Connect = (start: MediaStart) => Promise<MediaConnection>;

export function parseMessage(data: unknown): ServerMessage | null {
  if (typeof data !== 'string') return null;
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null && 'type' in value ? (value as ServerMessage) : null;
  } catch {
    return null;
  }
}

/** The server names its own origin; the page reaches it by the page's. */
export function samePath(url: string | undefined): string {
  if (url === undefined) throw new Error('The server did not say where it takes the call.');
  const { pathname, search } = new URL(url, location.href);
  return pathname + search;
}
