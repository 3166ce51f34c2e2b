import { Duplex } from 'node:stream';
import type { PgliteProcess, RunningPglite } from './pglite-process.ts';

const EMPTY: Buffer = Buffer.alloc(0);
const READY_FOR_QUERY = 'Z';
const TERMINATE = 0x58;
/** Query, Sync, Flush, CopyDone, CopyFail: what the client has sent up to one of these is executed as one batch. */
const ENDS_BATCH = new Set([0x51, 0x53, 0x48, 0x63, 0x66]);

const message = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
};

const parameter = (name: string, value: string): Buffer => message('S', Buffer.from(`${name}\0${value}\0`));

/** PGlite has no start-up conversation: this answers the client's start-up packet. */
const WELCOME = Buffer.concat([
  message('R', Buffer.alloc(4)),
  parameter('server_version', '18.0'),
  parameter('client_encoding', 'UTF8'),
  parameter('standard_conforming_strings', 'on'),
  parameter('DateStyle', 'ISO, MDY'),
  parameter('integer_datetimes', 'on'),
  parameter('TimeZone', 'UTC'),
  message('K', Buffer.alloc(8)),
  message(READY_FOR_QUERY, Buffer.from('I')),
]);

const query = (sql: string): Buffer => message('Q', Buffer.from(`${sql}\0`));

/** What `pg` takes for its socket: hands each batch of wire messages to PGlite and gives back the answer. */
export class WireStream extends Duplex {
  readonly #process: PgliteProcess;
  #running: RunningPglite | undefined;
  #forget: () => void = () => undefined;
  #unread: Buffer = EMPTY;
  #batch: Buffer[] = [];
  #welcomed = false;

  constructor(process: PgliteProcess) {
    super();
    this.#process = process;
  }

  connect(): this {
    this.#process.start().then(
      (running) => {
        this.#running = running;
        this.#forget = running.onStopped((error) => this.destroy(error));
        this.emit('connect');
      },
      (error: unknown) => this.destroy(error instanceof Error ? error : new Error('The embedded database did not start.')),
    );
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    // Answers are pushed as they come.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
    this.#readMessages();
    done();
  }

  override _writev(chunks: { chunk: Buffer; encoding: BufferEncoding }[], done: (error?: Error | null) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'utf8', done);
  }

  /** The session is PGlite's only one: what this connection leaves in it would reach the next. */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#forget();
    // Sent together, so that nothing of the next connection comes between them.
    for (const statement of ['ROLLBACK', 'DISCARD ALL']) this.#running?.execute(query(statement)).catch(() => undefined);
    done(error);
  }

  #readMessages(): void {
    if (!this.#welcomed) {
      if (this.#unread.length < 4 || this.#unread.length < this.#unread.readInt32BE(0)) return;
      this.#unread = this.#unread.subarray(this.#unread.readInt32BE(0));
      this.#welcomed = true;
      this.push(WELCOME);
    }
    while (this.#unread.length >= 5) {
      const length = 1 + this.#unread.readInt32BE(1);
      if (this.#unread.length < length) return;
      const next = this.#unread.subarray(0, length);
      this.#unread = this.#unread.subarray(length);
      this.#handle(next);
    }
  }

  #handle(next: Buffer): void {
    const type = next[0] ?? 0;
    if (type === TERMINATE) {
      this.push(null);
      this.destroy();
      return;
    }
    this.#batch.push(next);
    if (!ENDS_BATCH.has(type)) return;
    const batch = Buffer.concat(this.#batch);
    this.#batch = [];
    this.#running?.execute(batch).then(
      (answer) => {
        if (!this.destroyed) this.push(answer);
      },
      (error: unknown) => this.destroy(error instanceof Error ? error : new Error('The embedded database failed.')),
    );
  }
}
