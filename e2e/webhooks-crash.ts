/**
 * Events while the server is killed at random moments and the receiver answers at random: whatever was committed must arrive at
 * least once, rightly signed, and nothing may stay on its way.
 */
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { CreatedWebhook, Page, WebhookDelivery, WebhookEvent } from '@parley/contract';
import { Webhook as Verifier } from 'standardwebhooks';
import { randomOf } from './chance.ts';
import { install, temporaryFolder, type Installation } from './installation.ts';
import { repeatedIn, WebhookServer } from './webhook-server.ts';

export interface CrashOptions {
  events: number;
  kills: number;
  seed: number;
  /** Absent: the embedded database. */
  databaseUrl?: string | undefined;
  say?: (line: string) => void;
}

export interface CrashReport {
  /** Publications that the server acknowledged. */
  acknowledged: number;
  /** Events that the server has. */
  kept: number;
  /** Agents whose publication was acknowledged and of which there is no event. */
  lost: string[];
  /** Events that it has and that never arrived. */
  missing: string[];
  wronglySigned: number;
  /** More arrivals than events: what at-least-once costs. */
  repeated: number;
  unsettled: WebhookDelivery[];
  recoveryMs: number[];
}

const PUBLISHERS = 8;
const KILLED_WITHIN_MS = 2_000;

class Receiver extends WebhookServer {
  readonly seen = new Map<string, number>();
  wronglySigned = 0;
  calm = false;
  secret = '';
  readonly #random: () => number;

  constructor(random: () => number) {
    super();
    this.#random = random;
  }

  protected override answer(headers: Record<string, string>, body: string, response: ServerResponse): void {
    const luck = this.calm ? 1 : this.#random();
    if (luck < 0.15) return void response.writeHead(500).end();
    if (luck < 0.25) return void response.socket?.destroy();
    // Never answered: the attempt runs into its time-out.
    if (luck < 0.35) return;
    try {
      const { id } = new Verifier(this.secret).verify(body, headers) as WebhookEvent;
      this.seen.set(id, (this.seen.get(id) ?? 0) + 1);
    } catch {
      this.wronglySigned += 1;
    }
    response.writeHead(204).end();
  }
}

const NAME = 'Crash';

/** Publishes a new agent each time, until so many were acknowledged or the server is gone; the agents that it acknowledged. */
async function publish(parley: Installation, wanted: number): Promise<string[]> {
  const acknowledged: string[] = [];
  let begun = 0;
  const publisher = async (): Promise<void> => {
    while (begun < wanted) {
      begun += 1;
      const { id } = await parley.api.request<{ id: string }>('POST', '/agents', { name: NAME });
      await parley.api.request('POST', `/agents/${id}/publish`);
      acknowledged.push(id);
    }
  };
  await Promise.allSettled(Array.from({ length: PUBLISHERS }, publisher));
  return acknowledged;
}

/** Goes on until `events` publications were acknowledged, over `kills` deaths of the server: some while it publishes, some while it only delivers. */
export async function crashTest({ events, kills, seed, databaseUrl, say = () => undefined }: CrashOptions): Promise<CrashReport> {
  const random = randomOf(seed);
  const receiver = new Receiver(random);
  const { folder, remove } = temporaryFolder();
  const environment = {
    PARLEY_OUTBOUND_ALLOW: '127.0.0.1',
    PARLEY_MEDIA_PROCESSES: '1',
    PARLEY_RATE_LIMIT_PER_MINUTE: '0',
    PARLEY_LOG_LEVEL: 'error',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  };
  let parley = await install(folder, environment);
  const acknowledged: string[] = [];
  const recoveryMs: number[] = [];
  try {
    const url = await receiver.listen();
    const webhook = await parley.api.request<CreatedWebhook>('POST', '/webhooks', { url, events: ['agent.deployed'], timeout_ms: 1_000 });
    receiver.secret = webhook.secret;
    for (let left = kills; left > 0; left -= 1) {
      const publishing = publish(parley, Math.ceil((events - acknowledged.length) / (left + 1)));
      await wait(Math.round(random() * KILLED_WITHIN_MS));
      await parley.kill();
      acknowledged.push(...(await publishing));
      say(`kill ${String(kills - left + 1)}: ${String(acknowledged.length)} acknowledged, ${String(receiver.seen.size)} arrived`);
      const began = performance.now();
      parley = await install(folder, environment);
      recoveryMs.push(Math.round(performance.now() - began));
    }
    acknowledged.push(...(await publish(parley, events - acknowledged.length)));
    say(`no more kills: ${String(acknowledged.length)} acknowledged, ${String(receiver.seen.size)} arrived`);
    receiver.calm = true;
    await settle(parley, webhook.id);
    return { ...(await compare(parley, receiver, acknowledged)), recoveryMs };
  } finally {
    await parley.stop();
    receiver.close();
    remove();
  }
}

async function compare(
  parley: Installation,
  receiver: Receiver,
  acknowledged: readonly string[],
): Promise<Omit<CrashReport, 'recoveryMs'>> {
  // The demo agent was published before there was a webhook.
  const kept = (await parley.api.all<WebhookEvent>('/events?type=agent.deployed')).flatMap((event) =>
    event.type === 'agent.deployed' && event.data.config.name === NAME ? [{ id: event.id, agentId: event.data.agent_id }] : [],
  );
  const agents = new Set(kept.map((event) => event.agentId));
  return {
    acknowledged: acknowledged.length,
    kept: kept.length,
    lost: acknowledged.filter((id) => !agents.has(id)),
    missing: kept.filter((event) => !receiver.seen.has(event.id)).map((event) => event.id),
    wronglySigned: receiver.wronglySigned,
    repeated: repeatedIn(receiver.seen),
    unsettled: (await parley.api.all<WebhookDelivery>('/webhook-deliveries')).filter((one) => one.status !== 'delivered'),
  };
}

/** Asks for what failed to be sent again, until nothing is left to be sent. */
async function settle(parley: Installation, webhookId: string): Promise<void> {
  const since = new Date(Date.now() - 3_600_000).toISOString();
  for (let look = 0; look < 240; look += 1) {
    await parley.api.request('POST', `/webhooks/${webhookId}/replay`, { since, only_failed: true });
    const states = await Promise.all(
      (['pending', 'sending', 'retrying', 'dead'] as const).map((status) =>
        parley.api.request<Page<WebhookDelivery>>('GET', `/webhook-deliveries?limit=1&status=${status}`),
      ),
    );
    if (states.every((page) => page.items.length === 0)) return;
    await wait(250);
  }
}
