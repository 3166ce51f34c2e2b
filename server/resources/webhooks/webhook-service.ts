/** Endpoints of an organization: where events go, which ones, and how they are signed. */
import { isDeepStrictEqual } from 'node:util';
import {
  AppError,
  type CreatedWebhook,
  type CreateWebhook,
  type EventFilter,
  type FilterPreview,
  type Page,
  type UpdateWebhook,
  type Webhook,
  type WebhookListQuery,
} from '@parley/contract';
import type { Database, Transaction } from '../../platform/db/database.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import { announce } from '../../platform/outbox/emit.ts';
import { wants } from '../../platform/outbox/match.ts';
import { requireRevision, type WantedRevision } from '../../platform/http/etag.ts';
import { found } from '../../platform/http/found.ts';
import { allowList, checkUrl, requireHttps, type Allow } from '../../platform/outgoing/guarded-fetch.ts';
import { pageOf } from '../../platform/http/paging.ts';
import { newId } from '../../platform/ids.ts';
import { presentWebhook } from './presentation.ts';
import { headersContext, secretContext, type EndpointRow } from './sender.ts';
import { newSecret } from './signature.ts';
import * as store from './webhook-store.ts';

const MOST = 100;
/** In Retell's format every agent may have its own. */
const MOST_OF_AGENTS = 1_000;
const DAY_MS = 86_400_000;
const PREVIEWED = 10_000;
const SAMPLES = 20;

export interface WebhookDeps {
  database: Database;
  box: SecretBox;
  /** Networks and hosts besides public addresses. */
  outboundAllow: readonly string[];
  now?: () => number;
}

export class Webhooks {
  readonly #database: Database;
  readonly #box: SecretBox;
  readonly #allow: Allow;
  readonly #now: () => number;

  constructor({ database, box, outboundAllow, now = Date.now }: WebhookDeps) {
    this.#database = database;
    this.#box = box;
    this.#allow = allowList(outboundAllow);
    this.#now = now;
  }

  /** `secret`: where the receiver has one already. */
  async create(organizationId: string, input: CreateWebhook, secret = newSecret()): Promise<CreatedWebhook> {
    this.check(input.url);
    const row = {
      id: newId('webhook'),
      organizationId,
      url: input.url,
      description: input.description,
      events: input.events,
      agentIds: input.agent_ids,
      conditions: input.conditions,
      timeoutMs: input.timeout_ms,
      retellSignature: input.retell_signature,
      format: input.format,
      enabled: input.enabled,
      disabledReason: input.enabled ? null : ('manual' as const),
      ...this.#sealHeaders(organizationId, input.custom_headers),
      ...this.#sealSecret(organizationId, secret),
    };
    const inserted = await this.#in(organizationId, async (tx) => {
      const ofAgents = store.isOfAgents(row);
      const most = ofAgents ? MOST_OF_AGENTS : MOST;
      if ((await store.countWebhooks(tx, organizationId, ofAgents)) >= most)
        throw new AppError('conflict', {
          detail: `An organization has at most ${String(most)} webhooks${ofAgents ? ' of single agents' : ''}.`,
        });
      return store.insertWebhook(tx, row);
    });
    return { ...presentWebhook(found(inserted)), secret };
  }

  get(organizationId: string, id: string): Promise<Webhook> {
    return this.#in(organizationId, async (tx) => presentWebhook(found(await store.selectWebhook(tx, organizationId, id))));
  }

  list(organizationId: string, page: WebhookListQuery): Promise<Page<Webhook>> {
    return this.#in(organizationId, async (tx) => pageOf(await store.selectWebhooks(tx, organizationId, page), page.limit, presentWebhook));
  }

  /** What waits is sent once it is enabled again. */
  update(organizationId: string, id: string, patch: UpdateWebhook, revision: WantedRevision): Promise<Webhook> {
    if (patch.url !== undefined) this.check(patch.url);
    return this.#in(organizationId, async (tx) => {
      const row = found(await store.lockWebhook(tx, organizationId, id));
      requireRevision(revision, row.revision);
      const change = this.#changeOf(
        organizationId,
        this.#hasHeaders(row, patch.custom_headers) ? { ...patch, custom_headers: undefined } : patch,
      );
      if (isDeepStrictEqual({ ...row, ...change }, row)) return presentWebhook(row);
      const changed = found(await store.updateWebhook(tx, id, { ...change, revision: row.revision + 1 }));
      if (changed.enabled) await announce(tx, [id]);
      return presentWebhook(changed);
    });
  }

  /** A new secret; deliveries are signed with both for `overlapSeconds`. */
  rotate(organizationId: string, id: string, overlapSeconds: number): Promise<CreatedWebhook> {
    const secret = newSecret();
    return this.#in(organizationId, async (tx) => {
      const row = found(await store.lockWebhook(tx, organizationId, id));
      const previous =
        overlapSeconds === 0
          ? { previousEncryptedSecret: null, previousExpiresAt: null }
          : { previousEncryptedSecret: row.encryptedSecret, previousExpiresAt: new Date(this.#now() + overlapSeconds * 1_000) };
      const changed = await store.updateWebhook(tx, id, {
        ...this.#sealSecret(organizationId, secret),
        ...previous,
        revision: row.revision + 1,
      });
      return { ...presentWebhook(found(changed)), secret };
    });
  }

  /** From now on deliveries are signed with this one alone. */
  async replaceSecret(organizationId: string, id: string, secret: string): Promise<void> {
    await this.#in(organizationId, (tx) =>
      store.updateWebhook(tx, id, { ...this.#sealSecret(organizationId, secret), previousEncryptedSecret: null, previousExpiresAt: null }),
    );
  }

  async remove(organizationId: string, id: string, revision: WantedRevision = null): Promise<void> {
    await this.#in(organizationId, async (tx) => {
      requireRevision(revision, found(await store.lockWebhook(tx, organizationId, id)).revision);
      await store.deleteWebhook(tx, organizationId, id);
    });
  }

  /** What a filter would have matched in the last 24 hours, of the newest events. */
  preview(organizationId: string, filter: EventFilter): Promise<FilterPreview> {
    return this.#in(organizationId, async (tx) => {
      const rows = await store.selectNewestEvents(tx, organizationId, new Date(this.#now() - DAY_MS), PREVIEWED);
      const matched = rows.filter((row) => wants(filter, row.event, row.agentId));
      const byType = Object.fromEntries([...Map.groupBy(matched, (row) => row.type)].map(([type, group]) => [type, group.length]));
      return { matched: matched.length, total: rows.length, by_type: byType, samples: matched.slice(0, SAMPLES).map((row) => row.event) };
    });
  }

  #changeOf(organizationId: string, patch: UpdateWebhook): Partial<EndpointRow> {
    const { url, description, events, agent_ids, conditions, custom_headers, timeout_ms, format, retell_signature, enabled } = patch;
    const given = {
      url,
      description,
      events,
      agentIds: agent_ids,
      conditions,
      timeoutMs: timeout_ms,
      retellSignature: retell_signature,
      format,
      enabled,
    };
    return {
      ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<EndpointRow>),
      ...(custom_headers === undefined ? {} : this.#sealHeaders(organizationId, custom_headers)),
      // Whoever enables it again has mended it.
      ...(enabled === undefined ? {} : { disabledReason: enabled ? null : ('manual' as const), failingSince: null }),
    };
  }

  /** Sealed, the same headers are other bytes each time; those that cannot be opened any more are others. */
  #hasHeaders({ organizationId, encryptedHeaders }: EndpointRow, headers: UpdateWebhook['custom_headers']): boolean {
    if (headers === undefined) return false;
    try {
      return isDeepStrictEqual(JSON.parse(this.#box.open(headersContext(organizationId), encryptedHeaders)), headers);
    } catch {
      return false;
    }
  }

  #sealHeaders(organizationId: string, headers: Record<string, string>) {
    return { encryptedHeaders: this.#box.seal(headersContext(organizationId), JSON.stringify(headers)), headerNames: Object.keys(headers) };
  }

  #sealSecret(organizationId: string, secret: string) {
    return { encryptedSecret: this.#box.seal(secretContext(organizationId), secret), secretLastFour: secret.slice(-4) };
  }

  /** Throws `validation_failed`. Names that resolve to no public address are found when something is sent. */
  check(url: string): void {
    try {
      checkUrl(url, this.#allow);
      requireHttps(url, this.#allow);
    } catch (error) {
      const message = error instanceof AppError ? error.message : 'is not a URL';
      throw new AppError('validation_failed', { fields: [{ pointer: '/url', message }] });
    }
  }

  #in<T>(organizationId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#database.asOrganization(organizationId, work);
  }
}
