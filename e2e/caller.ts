/** A caller on the media WebSocket: speaks with a voice of its own in real time, keeps what it hears and is told. */
import { once } from 'node:events';
import { ServerMessage, type CreatedCall, type Page } from '@parley/contract';
import { muLaw } from '@parley/engine/audio/g711.ts';
import { createResampler } from '@parley/engine/audio/resample.ts';
import { synthesise } from '@parley/providers/embedded/tts/flite.ts';
import { WebSocket, type RawData } from 'ws';

export interface CallerFormat {
  encoding: 'pcm_s16le' | 'mulaw';
  sampleRate: 8_000 | 16_000 | 24_000;
}

export interface HeardFrame {
  /** Since the call's `ready`. */
  atMs: number;
  /** Root mean square of the frame, full scale 1. */
  level: number;
}

const FRAME_MS = 20;
export const AUDIBLE = 0.01;

const levelOf = (pcm: Int16Array): number =>
  Math.sqrt(pcm.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / Math.max(1, pcm.length));

const waitFor = async (condition: () => boolean, what: string, withinMs: number): Promise<void> => {
  const until = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > until) throw new Error(`${what} did not happen within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

export class Caller {
  readonly messages: { atMs: number; message: ServerMessage }[] = [];
  readonly heard: HeardFrame[] = [];
  readonly #socket: WebSocket;
  readonly #format: CallerFormat;
  readonly #voice: string;
  #readyAt = 0;
  #toSend: Int16Array = new Int16Array(0);
  #sent = 0;
  /** Frames that went out while the connection was there. */
  #taken = 0;
  #timer: NodeJS.Timeout | null = null;

  private constructor(socket: WebSocket, format: CallerFormat, voice: string) {
    this.#socket = socket;
    this.#format = format;
    this.#voice = voice;
    socket.on('message', (data, binary) => this.#receive(data, binary));
    // A connection that breaks is closed right after.
    socket.on('error', () => undefined);
  }

  static async connect(
    mediaUrl: string,
    format: CallerFormat = { encoding: 'pcm_s16le', sampleRate: 16_000 },
    voice = 'rms',
  ): Promise<Caller> {
    const socket = new WebSocket(mediaUrl, { perMessageDeflate: false });
    const caller = new Caller(socket, format, voice);
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'start', encoding: format.encoding, sample_rate: format.sampleRate }));
    const told = (): boolean => caller.messages.some(({ message }) => message.type === 'ready' || message.type === 'error');
    await waitFor(() => told() || caller.isClosed, 'ready', 15_000);
    if (!told()) throw new Error('the connection was closed before the call was ready');
    caller.#readyAt = performance.now();
    caller.#timer = setInterval(() => caller.#pace(), 5);
    return caller;
  }

  get atMs(): number {
    return this.#readyAt === 0 ? 0 : performance.now() - this.#readyAt;
  }

  get isClosed(): boolean {
    return this.#socket.readyState === WebSocket.CLOSED;
  }

  /** Sends no audio any more, as a client whose microphone is off. */
  mute(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  /** How much audio the caller has sent, in ms. */
  get sentMs(): number {
    return this.#taken * FRAME_MS;
  }

  /** Speaks `text`; resolves with the time at which its last sound was sent. */
  async say(text: string): Promise<number> {
    const { pcm, sampleRate } = await synthesise(text, this.#voice, 1);
    // The synthesiser keeps 60 ms of silence at the end; the true end of speech is before it.
    return this.play(pcm.subarray(0, pcm.length - Math.round(sampleRate * 0.06)), sampleRate);
  }

  async play(pcm: Int16Array, sampleRate: number): Promise<number> {
    this.#toSend = sampleRate === this.#format.sampleRate ? pcm.slice() : createResampler(sampleRate, this.#format.sampleRate).process(pcm);
    await waitFor(() => this.#toSend.length === 0, 'the end of speech', 60_000);
    return this.atMs;
  }

  /** Waits until the agent has been silent for `quietMs` after having been heard since `sinceMs`. */
  async untilAnswered(sinceMs: number, quietMs = 700, withinMs = 20_000): Promise<void> {
    const loud = (): HeardFrame[] => this.heard.filter((frame) => frame.atMs > sinceMs && frame.level > AUDIBLE);
    await waitFor(() => loud().length > 0, 'an answer', withinMs);
    await waitFor(() => this.atMs - (loud().at(-1)?.atMs ?? 0) > quietMs && this.#agentIsQuiet(), 'the end of the answer', 60_000);
  }

  async until(condition: (caller: Caller) => boolean, what: string, withinMs = 20_000): Promise<void> {
    await waitFor(() => condition(this), what, withinMs);
  }

  /** First audible frame after `sinceMs`. */
  firstHeardAfter(sinceMs: number): number | undefined {
    return this.heard.find((frame) => frame.atMs > sinceMs && frame.level > AUDIBLE)?.atMs;
  }

  transcripts(role: 'user' | 'agent'): string[] {
    return this.messages.flatMap(({ message }) =>
      message.type === 'transcript' && message.role === role && message.final ? [message.text] : [],
    );
  }

  get ended(): string | undefined {
    for (const { message } of this.messages) if (message.type === 'ended') return message.reason;
    return undefined;
  }

  send(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  async hangUp(): Promise<void> {
    this.send({ type: 'hangup' });
    await waitFor(() => this.#socket.readyState === WebSocket.CLOSED, 'the end of the call', 10_000);
    this.close();
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#socket.terminate();
  }

  #agentIsQuiet(): boolean {
    const last = this.messages.findLast(({ message }) => message.type === 'agent_speaking')?.message;
    return last?.type !== 'agent_speaking' || !last.value;
  }

  #pace(): void {
    const due = Math.floor(this.atMs / FRAME_MS);
    const samples = (this.#format.sampleRate * FRAME_MS) / 1_000;
    while (this.#sent < due) {
      this.#sent += 1;
      const frame = new Int16Array(samples);
      frame.set(this.#toSend.subarray(0, samples));
      this.#toSend = this.#toSend.subarray(Math.min(samples, this.#toSend.length));
      if (this.#socket.readyState !== WebSocket.OPEN) continue;
      this.#socket.send(this.#encode(frame));
      this.#taken += 1;
    }
  }

  #encode(frame: Int16Array): Uint8Array {
    return this.#format.encoding === 'mulaw' ? muLaw.encode(frame) : new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength);
  }

  #receive(data: RawData, binary: boolean): void {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
    if (!binary) {
      this.messages.push({ atMs: this.atMs, message: ServerMessage.parse(JSON.parse(bytes.toString('utf8'))) });
      return;
    }
    const pcm =
      this.#format.encoding === 'mulaw'
        ? muLaw.decode(bytes)
        : new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    this.heard.push({ atMs: this.atMs, level: levelOf(pcm) });
  }
}

/** The API as an e2e test or benchmark uses it. */
export class Api {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.raw(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  raw(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.#key}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Every page of a list; `path` without `limit` and `cursor`. */
  async all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page: Page<T> = await this.request<Page<T>>('GET', `${path}${path.includes('?') ? '&' : '?'}limit=100${more}`);
      items.push(...page.items);
      cursor = page.next_cursor;
    }
    return items;
  }

  async frontDesk(): Promise<string> {
    const { items } = await this.request<{ items: { id: string; name: string }[] }>('GET', '/agents');
    const found = items.find((agent) => agent.name === 'Front desk');
    if (found === undefined) throw new Error('there is no front desk');
    return found.id;
  }

  call(agentId: string, transport: 'websocket' | 'webrtc' = 'websocket'): Promise<CreatedCall> {
    return this.request<CreatedCall>('POST', '/calls', { type: 'web', transport, agent_id: agentId });
  }
}
