/** A caller for tests of the call host: types and sends silence; what it hears, it counts. */
import { once } from 'node:events';
import type { ServerMessage } from '@parley/contract';
import { WebSocket } from 'ws';
import { eventually } from '../../testing.ts';

const FRAME = new Uint8Array(640);

export class Client {
  readonly socket: WebSocket;
  readonly messages: ServerMessage[] = [];
  audioBytes = 0;
  closed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(url: string) {
    this.socket = new WebSocket(url, { perMessageDeflate: false });
    this.socket.on('message', (data: Buffer, binary) => {
      if (binary) this.audioBytes += data.length;
      else this.messages.push(JSON.parse(data.toString()) as ServerMessage);
    });
    this.socket.on('close', () => {
      this.closed = true;
      clearInterval(this.#timer);
    });
    this.socket.on('error', () => undefined);
  }

  async start(start: unknown = { type: 'start', encoding: 'pcm_s16le', sample_rate: 16_000 }): Promise<this> {
    await once(this.socket, 'open');
    this.socket.send(typeof start === 'string' ? start : JSON.stringify(start));
    return this;
  }

  /** Sends silence in real time. */
  async listen(): Promise<this> {
    await eventually(
      () => this.messages.map((one) => one.type),
      (types) => types.includes('ready'),
    );
    this.#timer = setInterval(() => this.socket.readyState === WebSocket.OPEN && this.socket.send(FRAME), 20);
    return this;
  }

  get error(): string | undefined {
    return this.messages.flatMap((one) => (one.type === 'error' ? [one.code] : []))[0];
  }

  get ended(): string | undefined {
    return this.messages.flatMap((one) => (one.type === 'ended' ? [one.reason] : []))[0];
  }

  /** Until more of the agent is heard than was so far. */
  async hears(): Promise<void> {
    const before = this.audioBytes;
    await eventually(
      () => this.audioBytes,
      (bytes) => bytes > before + 3_200,
    );
  }

  type(text: string): void {
    this.socket.send(JSON.stringify({ type: 'text', text }));
  }

  untilClosed = (): Promise<boolean> => eventually(() => this.closed, Boolean);
}
