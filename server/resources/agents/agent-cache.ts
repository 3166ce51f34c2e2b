/** Agents as the API shows them, kept a while: every change, on any node, forgets the agent. */
import type { Agent } from '@parley/contract';
import { notifyIn } from '../../platform/db/pooled-database.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';

const CHANNEL = 'agent_changed';
/** Where a message is lost, this is how long an old agent is shown. */
const KEPT_MS = 5_000;
const MOST = 10_000;

export interface CachedAgent {
  agent: Agent;
  /** The agent as the API sends it. */
  json: string;
}

export class AgentCache {
  readonly #database: Database;
  readonly #elapsed: () => number;
  readonly #agents = new Map<string, CachedAgent & { until: number }>();
  /** Counts changes: what was read before one must not be kept after it. */
  #changes = 0;

  /** `elapsed`: milliseconds of a clock that nobody sets. */
  constructor(database: Database, elapsed: () => number = () => performance.now()) {
    this.#database = database;
    this.#elapsed = elapsed;
  }

  async start(): Promise<() => Promise<void>> {
    return this.#database.listen(CHANNEL, (key) => this.#forget(key));
  }

  /** The agent, from here or by `read`. */
  async get(organizationId: string, id: string, read: () => Promise<Agent>): Promise<CachedAgent> {
    const key = `${organizationId} ${id}`;
    const known = this.#agents.get(key);
    if (known !== undefined && known.until > this.#elapsed()) return known;
    const changes = this.#changes;
    const agent = await read();
    const entry = { agent, json: JSON.stringify(agent), until: this.#elapsed() + KEPT_MS };
    if (changes !== this.#changes) return entry;
    const [oldest] = this.#agents.keys();
    if (this.#agents.size >= MOST && oldest !== undefined) this.#agents.delete(oldest);
    this.#agents.set(key, entry);
    return entry;
  }

  /** Within the transaction of the change: the other nodes are told when it commits. */
  async tell(tx: Transaction, organizationId: string, id: string): Promise<void> {
    await notifyIn(tx, CHANNEL, `${organizationId} ${id}`);
  }

  /** After the change: this node's own readers must not wait for the message. */
  changed(organizationId: string, id: string): void {
    this.#forget(`${organizationId} ${id}`);
  }

  /** An empty key: messages may have been missed. */
  #forget(key: string): void {
    this.#changes += 1;
    if (key === '') this.#agents.clear();
    else this.#agents.delete(key);
  }
}
