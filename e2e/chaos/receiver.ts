/** Takes webhooks, and sometimes does not: 500, a reset, no answer at all, each event only once. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookEvent } from '@parley/contract';
import { Webhook as Verifier } from 'standardwebhooks';

/** The types of events that it is told of. */
export const TOLD: readonly WebhookEvent['type'][] = ['call.started', 'call.ended', 'agent.deployed', 'agent.deleted'];

export class Receiver {
  /** How often each event was taken. */
  readonly taken = new Map<string, number>();
  secret = '';
  wronglySigned = 0;
  readonly #turnedAway = new Set<string>();
  readonly #random: () => number;
  readonly #server = createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => this.#answer(request.headers as Record<string, string>, body, response));
  });

  constructor(random: () => number) {
    this.#random = random;
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/hook`;
  }

  /** More arrivals than events: what at-least-once costs. */
  get repeated(): number {
    return [...this.taken.values()].reduce((sum, times) => sum + times - 1, 0);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(headers: Record<string, string>, body: string, response: ServerResponse): void {
    const id = String(headers['webhook-id']);
    const luck = this.#turnedAway.has(id) || this.taken.has(id) ? 1 : this.#random();
    if (luck < 0.05) this.#turnedAway.add(id);
    if (luck < 0.03) return void response.writeHead(500).end();
    if (luck < 0.04) return void response.socket?.destroy();
    // Never answered: the attempt runs into its time-out.
    if (luck < 0.05) return;
    // At the sender's time: its clock may be an hour away.
    const signed = new Verifier(this.secret).sign(id, new Date(Number(headers['webhook-timestamp']) * 1_000), body);
    const event = JSON.parse(body) as WebhookEvent;
    if (headers['webhook-signature'] === signed && event.id === id) this.taken.set(id, (this.taken.get(id) ?? 0) + 1);
    else this.wronglySigned += 1;
    response.writeHead(204).end();
  }
}
