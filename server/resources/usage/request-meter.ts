/** Counts requests without writing for each: sums go to the database every few seconds, and quotas on them are checked in memory. */
import { AppError } from '@parley/contract';
import type { Database } from '../../platform/db/database.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Log } from '../../platform/log.ts';
import { ReadCache } from '../../platform/read-cache.ts';
import { isDatabaseAway, startRounds } from '../../platform/rounds.ts';
import { periodStart, use, usedOf } from './metering.ts';
import { holdsFor, selectQuotasFor, type QuotaRow } from './quota-store.ts';
import { entriesOf } from './usage-store.ts';

const FLUSH_MS = 2_000;
const FLUSH_FAILED = 'the number of requests could not be kept; trying again';
/** How old the figures of other nodes may be, and of how many organizations they are kept. */
const KNOWN = { keptMs: 5_000, most: 10_000 };

interface KnownQuota {
  row: QuotaRow;
  /** In the database when it was read, and counted here since. */
  used: number;
  periodStart: number;
}

export class RequestMeter {
  readonly #database: Database;
  readonly #log: Log;
  readonly #now: () => number;
  /** Requests by organization and key that are not written yet. */
  #counts = new Map<string, Map<string, number>>();
  /** By organization. */
  readonly #known: ReadCache<readonly KnownQuota[]>;
  #flushing: Promise<void> = Promise.resolve();

  /** `elapsed`: milliseconds of a clock that nobody sets. */
  constructor(database: Database, log: Log, now: () => number = Date.now, elapsed: () => number = () => performance.now()) {
    this.#database = database;
    this.#log = log;
    this.#now = now;
    this.#known = new ReadCache(KNOWN, elapsed);
  }

  /** Returns the way to stop, which writes what is left. */
  start(): () => Promise<void> {
    const stopFlushing = startRounds({
      everyMs: FLUSH_MS,
      work: () => this.flush(),
      onFailed: (error) => this.#log.error({ err: error }, FLUSH_FAILED),
    });
    return async () => {
      await stopFlushing();
      await this.flush();
    };
  }

  /** Quotas were changed. */
  forget(): void {
    this.#known.forget();
  }

  /** Throws `quota_exceeded`; otherwise the request counts. People are never refused: somebody must be able to change the quota. */
  async count({ organizationId, keyId }: Principal): Promise<void> {
    const quotas = await this.#known.get(organizationId, () => this.#read(organizationId));
    for (const quota of quotas) {
      if (!holdsFor(quota.row, keyId)) continue;
      this.#beginPeriod(quota);
      if (keyId !== null && quota.used >= quota.row.limit)
        throw new AppError('quota_exceeded', { detail: `The quota on requests is used up for this ${quota.row.period}.` });
    }
    for (const quota of quotas) if (holdsFor(quota.row, keyId)) quota.used += 1;
    const counts = this.#counts.get(organizationId) ?? new Map<string, number>();
    this.#counts.set(organizationId, counts);
    counts.set(keyId ?? '', (counts.get(keyId ?? '') ?? 0) + 1);
  }

  /** Writes what was counted; what cannot be written is kept for the next time. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#write());
    return this.#flushing;
  }

  async #write(): Promise<void> {
    const counts = this.#counts;
    this.#counts = new Map();
    for (const [organizationId, byKey] of counts) {
      const now = this.#now();
      const entries = [...byKey].flatMap(([key, requests]) => entriesOf({ apiKeyId: key, agentId: null }, now, { requests }));
      await this.#database
        .asOrganization(organizationId, (tx) => use(tx, organizationId, entries, now))
        .catch((error: unknown) => {
          if (!isDatabaseAway(error)) this.#log.error({ err: error }, FLUSH_FAILED);
          const waiting = this.#counts.get(organizationId) ?? new Map<string, number>();
          this.#counts.set(organizationId, waiting);
          for (const [key, requests] of byKey) waiting.set(key, (waiting.get(key) ?? 0) + requests);
        });
    }
  }

  #beginPeriod(quota: KnownQuota): void {
    const start = periodStart(quota.row.period, this.#now()).getTime();
    if (start === quota.periodStart) return;
    quota.periodStart = start;
    quota.used = 0;
  }

  #read(organizationId: string): Promise<KnownQuota[]> {
    const now = this.#now();
    return this.#database.asOrganization(organizationId, async (tx) => {
      const rows = await selectQuotasFor(tx, organizationId, ['requests']);
      const used = await usedOf(tx, rows, now);
      return rows.map((row) => ({
        row,
        used: (used.get(row.id) ?? 0) + this.#unwritten(row),
        periodStart: periodStart(row.period, now).getTime(),
      }));
    });
  }

  #unwritten({ organizationId, apiKeyId }: QuotaRow): number {
    const counts = this.#counts.get(organizationId);
    if (counts === undefined) return 0;
    return apiKeyId === null ? [...counts.values()].reduce((sum, one) => sum + one, 0) : (counts.get(apiKeyId) ?? 0);
  }
}
