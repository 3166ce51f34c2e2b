/** Agents as the API shows them, kept a while: every change, on any node, forgets the agent. */
import type { Agent } from '@parley/contract';
import { notifyIn } from '../../platform/db/pooled-database.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { ReadCache } from '../../platform/read-cache.ts';

const CHANNEL = 'agent_changed';
/** Where a message is lost, this is how long an old agent is shown. */
const LIMITS = { keptMs: 5_000, most: 10_000 };

export interface CachedAgent {
  agent: Agent;
  /** The agent as the API sends it. */
  json: string;
}

export class AgentCache {
  readonly #database: Database;
  readonly #agents: ReadCache<CachedAgent>;

  /** `elapsed`: milliseconds of a clock that nobody sets. */
  constructor(database: Database, elapsed: () => number = () => performance.now()) {
    this.#database = database;
    this.#agents = new ReadCache(LIMITS, elapsed);
  }

  /** From here on a change anywhere is known here; an empty key says that messages may have been missed. */
  async start(): Promise<() => Promise<void>> {
    return this.#database.listen(CHANNEL, (key) => this.#agents.forget(key === '' ? undefined : key));
  }

  /** The agent, from here or by `read`. */
  get(organizationId: string, id: string, read: () => Promise<Agent>): Promise<CachedAgent> {
    return this.#agents.get(`${organizationId} ${id}`, async () => {
      const agent = await read();
      return { agent, json: JSON.stringify(agent) };
    });
  }

  /** Within the transaction of the change: the other nodes are told when it commits. */
  async tell(tx: Transaction, organizationId: string, id: string): Promise<void> {
    await notifyIn(tx, CHANNEL, `${organizationId} ${id}`);
  }

  /** After the change: this node's own readers must not wait for the message. */
  changed(organizationId: string, id: string): void {
    this.#agents.forget(`${organizationId} ${id}`);
  }
}
