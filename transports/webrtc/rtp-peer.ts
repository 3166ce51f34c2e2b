/** One caller's encrypted media connection, whatever library makes it. */

export interface RtpPeerListener {
  onConnected(): void;
  /** One RTP or RTCP packet; the bytes are the listener's to keep. */
  onPacket(bytes: Uint8Array): void;
  onChannelOpen(): void;
  onChannelMessage(text: string): void;
  /** The other side closed the connection, or it failed; told once, and not after `close`. */
  onClosed(how: 'closed' | 'failed'): void;
  /** An error that nobody foresaw, met after the call that caused it had returned; not told after `close`. */
  onFailed(error: unknown): void;
}

export interface RtpPeer {
  /** The answer with all candidates; rejects with `AppError`. */
  readonly answer: Promise<string>;
  /** False when the packet could not be sent because the connection is not there (any more); throws what nobody foresaw. */
  sendPacket(bytes: Uint8Array): boolean;
  /** False when the data channel does not take it; throws what nobody foresaw. */
  sendText(text: string): boolean;
  /** Bytes of the data channel that wait to be sent. */
  readonly unsentBytes: number;
  /** Throws or rejects with what nobody foresaw; a promise where closing lasts. */
  close(): Promise<void> | undefined;
}

export interface RtpPeerHost {
  /** Throws `AppError('invalid_sdp')` for an offer that the library cannot read. */
  open(offer: string, listener: RtpPeerListener): RtpPeer;
  /** After the last peer has closed; once. */
  close(): void;
}
