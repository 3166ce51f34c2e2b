/** Takes webhooks, and sometimes does not: 500, a reset, no answer at all, each event only once. */
import type { ServerResponse } from 'node:http';
import type { WebhookEvent } from '@parley/contract';
import { Webhook as Verifier } from 'standardwebhooks';
import { repeatedIn, WebhookServer } from '../webhook-server.ts';

/** The types of events that it is told of. */
export const TOLD: readonly WebhookEvent['type'][] = ['call.started', 'call.ended', 'agent.deployed', 'agent.deleted'];

export class Receiver extends WebhookServer {
  /** How often each event was taken. */
  readonly taken = new Map<string, number>();
  secret = '';
  wronglySigned = 0;
  readonly #turnedAway = new Set<string>();
  readonly #random: () => number;

  constructor(random: () => number) {
    super();
    this.#random = random;
  }

  /** More arrivals than events: what at-least-once costs. */
  get repeated(): number {
    return repeatedIn(this.taken);
  }

  protected override answer(headers: Record<string, string>, body: string, response: ServerResponse): void {
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
