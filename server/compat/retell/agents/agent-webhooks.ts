/** The webhook of one agent of theirs: an endpoint of ours for this agent alone, in their form. It stands in place of the account's. */
import { AppError, type Webhook } from '@parley/contract';
import type { Request } from 'express';
import type { Principal } from '../../../platform/http/principal.ts';
import type { Webhooks } from '../../../resources/webhooks/webhook-service.ts';
import type { Fields } from '../shared/lens.ts';
import type { Channel } from '../shared/record.ts';

export const WEBHOOK_FIELDS: readonly string[] = ['webhook_url', 'webhook_events', 'webhook_timeout_ms'];

/** Our types of events by theirs; the others are of features that are not here. */
const OURS: Readonly<Record<string, string>> = {
  call_started: 'call.started',
  call_ended: 'call.ended',
  call_analyzed: 'call.analyzed',
  chat_ended: 'conversation.ended',
  transcript_updated: 'conversation.updated',
};
const DEFAULTS: Readonly<Record<Channel, readonly string[]>> = {
  voice: ['call_started', 'call_ended', 'call_analyzed'],
  chat: ['chat_ended'],
};
const [LEAST_MS, USUAL_MS, MOST_MS] = [1_000, 10_000, 30_000];

/** Events that are asked for and never come. */
export const eventsWithoutEffect = ({ webhook_events }: Fields): string[] =>
  Array.isArray(webhook_events) && webhook_events.some((name) => OURS[String(name)] === undefined) ? ['webhook_events'] : [];

/** What deliveries are signed with, as Retell does it: the key that the request came with; undefined for people and access tokens. */
export const signingKeyOf = ({ principal, request }: { principal: Principal; request: Request }): string | undefined =>
  principal.credential === 'api_key' ? /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] : undefined;

export interface AgentWebhook {
  agentId: string;
  channel: Channel;
  /** The fields as they are given by now. */
  given: Fields;
  /** Of the endpoint that the agent has; undefined where it has none. */
  webhookId: string | undefined;
  signingKey: string | undefined;
}

const urlOf = ({ webhook_url }: Fields): string | undefined =>
  typeof webhook_url === 'string' && webhook_url !== '' ? webhook_url : undefined;

function settingsOf(url: string, { agentId, channel, given: { webhook_events, webhook_timeout_ms } }: AgentWebhook) {
  const asked = Array.isArray(webhook_events) ? webhook_events.map(String) : DEFAULTS[channel];
  const events = asked.flatMap((name) => OURS[name] ?? []);
  const timeout_ms =
    typeof webhook_timeout_ms === 'number' ? Math.min(MOST_MS, Math.max(LEAST_MS, Math.round(webhook_timeout_ms))) : USUAL_MS;
  return { url, events, agent_ids: [agentId], timeout_ms };
}

export class AgentWebhooks {
  readonly #webhooks: Webhooks;

  constructor(webhooks: Webhooks) {
    this.#webhooks = webhooks;
  }

  /** Throws `validation_failed` for an address that nothing may be sent to. */
  check(given: Fields): void {
    const url = urlOf(given);
    if (url !== undefined) this.#webhooks.check(url);
  }

  /** Makes, changes or removes the endpoint as the fields say; its id. */
  async apply(organizationId: string, wanted: AgentWebhook): Promise<string | undefined> {
    const url = urlOf(wanted.given);
    const known = await this.find(organizationId, wanted.webhookId);
    const settings = url === undefined ? undefined : settingsOf(url, wanted);
    if (settings === undefined || settings.events.length === 0) {
      if (known !== undefined) await this.#webhooks.remove(organizationId, known.id);
      return undefined;
    }
    const { signingKey } = wanted;
    if (known === undefined) {
      const made = {
        ...settings,
        description: '',
        conditions: [],
        custom_headers: {},
        retell_signature: true,
        format: 'retell' as const,
        enabled: true,
      };
      return (await this.#webhooks.create(organizationId, made, signingKey)).id;
    }
    await this.#webhooks.update(organizationId, known.id, settings, null);
    if (signingKey !== undefined) await this.#webhooks.replaceSecret(organizationId, known.id, signingKey);
    return known.id;
  }

  async remove(organizationId: string, id: string | undefined): Promise<void> {
    if ((await this.find(organizationId, id)) !== undefined) await this.#webhooks.remove(organizationId, id ?? '');
  }

  async find(organizationId: string, id: string | undefined): Promise<Webhook | undefined> {
    if (id === undefined) return undefined;
    return this.#webhooks.get(organizationId, id).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') return undefined;
      throw error;
    });
  }
}
