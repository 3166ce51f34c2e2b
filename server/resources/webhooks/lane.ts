/**
 * Sends what is due to one endpoint, while this node has it: some at a time, those about one call one after the other. A slow
 * endpoint holds up nobody but itself.
 */
import { waitMs, retryAfterMs, FAILING_MS } from './schedule.ts';
import { succeeded, type AttemptResult, type EndpointRow, type Send } from './sender.ts';
import type { Claimed, DueDelivery, Recorded } from './lane-store.ts';

const AT_ONCE = 8;
const CLAIMED = 64;
/** Below this more are claimed, so that the network never waits for the database. */
const FEW = 16;

export interface LaneDeps {
  send: Send;
  /** `first`: nothing of this lane is on its way yet. */
  claim: (limit: number, first: boolean) => Promise<Claimed | undefined>;
  keep: (result: Recorded) => Promise<void>;
  giveUp: (endpoint: EndpointRow, reason: 'gone' | 'failing') => Promise<void>;
  release: (unsent: readonly string[]) => Promise<void>;
  now: () => number;
  random: () => number;
}

export class Lane {
  readonly #deps: LaneDeps;
  #queue: DueDelivery[] = [];
  /** Order keys that are being sent. */
  readonly #busy = new Map<string, Promise<void>>();
  readonly #failures: unknown[] = [];
  #endpoint: EndpointRow | null = null;
  #again = false;
  #stopping = false;

  constructor(deps: LaneDeps) {
    this.#deps = deps;
  }

  /** There may be more to send. */
  wake(): void {
    this.#again = true;
  }

  /** It was woken after it had claimed for the last time. */
  get wasWoken(): boolean {
    return this.#again;
  }

  /** Sends nothing more; what is on its way is waited for. */
  stop(): void {
    this.#stopping = true;
  }

  /** Resolves when nothing is due any more, or the endpoint is another node's. */
  async run(): Promise<void> {
    for (let more = true; more && !this.#stopping;) {
      this.#again = false;
      if (this.#queue.length < FEW) more = await this.#claim();
      this.#sendWhatMay();
      if (this.#busy.size > 0) {
        await Promise.race(this.#busy.values());
        more = true;
      } else if (this.#again && this.#endpoint !== null) more = true;
    }
    await Promise.all(this.#busy.values());
    await this.#deps.release(this.#queue.map((one) => one.id));
    const [failure] = this.#failures;
    if (failure !== undefined) throw failure instanceof Error ? failure : new Error('a delivery failed', { cause: failure });
  }

  /** False when there was nothing to claim. */
  async #claim(): Promise<boolean> {
    const claimed = await this.#deps.claim(CLAIMED - this.#queue.length, this.#endpoint === null);
    if (claimed === undefined) {
      this.#stopping = true;
      return false;
    }
    this.#endpoint = claimed.endpoint;
    this.#queue.push(...claimed.due);
    return claimed.due.length > 0;
  }

  #sendWhatMay(): void {
    const endpoint = this.#endpoint;
    if (endpoint === null) return;
    const passedOver = new Set<string>();
    for (let at = 0; at < this.#queue.length && this.#busy.size < AT_ONCE && !this.#stopping;) {
      const next = this.#queue[at];
      if (next === undefined) return;
      if (this.#busy.has(next.orderKey) || passedOver.has(next.orderKey)) {
        passedOver.add(next.orderKey);
        at += 1;
        continue;
      }
      this.#queue.splice(at, 1);
      this.#busy.set(
        next.orderKey,
        this.#deliver(endpoint, next)
          .catch((error: unknown) => this.#failures.push(error))
          .then(() => void this.#busy.delete(next.orderKey)),
      );
    }
  }

  async #deliver(endpoint: EndpointRow, delivery: DueDelivery): Promise<void> {
    const result = await this.#deps.send(endpoint, { eventId: delivery.eventId, event: delivery.event });
    await this.#deps.keep(this.#judge(endpoint, delivery, result));
    if (result.response?.status === 410) return this.#disable(endpoint, 'gone');
    const { failingSince } = endpoint;
    if (!succeeded(result) && failingSince !== null && this.#deps.now() - failingSince.getTime() > FAILING_MS)
      return this.#disable(endpoint, 'failing');
  }

  async #disable(endpoint: EndpointRow, reason: 'gone' | 'failing'): Promise<void> {
    this.#stopping = true;
    await this.#deps.release(this.#queue.map((one) => one.id));
    this.#queue = [];
    await this.#deps.giveUp(endpoint, reason);
  }

  #judge(endpoint: EndpointRow, delivery: DueDelivery, result: AttemptResult): Recorded {
    const common = { endpoint, delivery, result };
    if (succeeded(result)) return { ...common, status: 'delivered', nextAttemptAt: null };
    const asked = retryAfterMs(result.response?.headers['retry-after'], this.#deps.now());
    const wait = waitMs(delivery.tries + 1, asked, this.#deps.random());
    return wait === null
      ? { ...common, status: 'dead', nextAttemptAt: null }
      : { ...common, status: 'retrying', nextAttemptAt: new Date(this.#deps.now() + wait) };
  }
}
