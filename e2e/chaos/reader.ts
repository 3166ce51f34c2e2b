/** Follows the event stream, and comes again with `Last-Event-ID` whenever it breaks. */
import { setTimeout as wait } from 'node:timers/promises';
import type { WebhookEvent } from '@parley/contract';
import { API_KEY } from '../installation.ts';
import type { ServerNode } from './node.ts';

const AGAIN_MS = 300;
const REACHED_WITHIN_MS = 15_000;

export class Reader {
  readonly #nodes: readonly ServerNode[];
  readonly #seen: string[] = [];
  readonly #twice: string[] = [];
  readonly #over = new AbortController();
  #connections = 0;

  constructor(nodes: readonly ServerNode[]) {
    this.#nodes = nodes;
  }

  /** Resolves when the stream is open for the first time. */
  async start(): Promise<void> {
    const open = Promise.withResolvers<undefined>();
    void this.#follow(() => open.resolve(undefined));
    await open.promise;
  }

  close(): void {
    this.#over.abort();
  }

  /** Which of the events, newest first, did not come, or came twice in one connection. */
  async missing(events: readonly WebhookEvent[]): Promise<string[]> {
    const until = performance.now() + REACHED_WITHIN_MS;
    while (events.some(({ id }) => !this.#seen.includes(id)) && performance.now() < until) await wait(AGAIN_MS);
    const seen = new Set(this.#seen);
    return [
      ...events.filter(({ id }) => !seen.has(id)).map(({ id, type }) => `${type} ${id} did not come in the stream`),
      ...this.#twice.map((id) => `${id} came twice in one stream`),
    ];
  }

  async #follow(onOpen: () => void): Promise<void> {
    while (!this.#over.signal.aborted) {
      await this.#once(onOpen).catch(() => undefined);
      await wait(AGAIN_MS);
    }
  }

  async #once(onOpen: () => void): Promise<void> {
    const up = this.#nodes.filter((node) => node.isUp);
    const node = up[this.#connections % Math.max(1, up.length)];
    this.#connections += 1;
    if (node === undefined) return;
    const last = this.#seen.at(-1);
    const response = await fetch(`${node.url}/api/v1/events`, {
      headers: {
        Authorization: `Bearer ${API_KEY}`,
        Accept: 'text/event-stream',
        ...(last === undefined ? {} : { 'Last-Event-ID': last }),
      },
      signal: this.#over.signal,
    });
    if (!response.ok || response.body === null) return void (await response.arrayBuffer());
    onOpen();
    const decoder = new TextDecoder();
    const here = new Set<string>();
    let text = '';
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages) {
        const id = /^id: ?(\S+)$/m.exec(message)?.[1];
        if (id === undefined) continue;
        if (here.has(id)) this.#twice.push(id);
        here.add(id);
        this.#seen.push(id);
      }
    }
  }
}
