/** What clients asked for and what was acknowledged to them: the server must have all of it, once. */

export interface AgentFact {
  /** Null until the server acknowledged it. */
  id: string | null;
  published: boolean;
  /** `asked`: nobody knows whether it was. */
  deleted: 'no' | 'asked' | 'yes';
}

export interface CallFact {
  id: string;
  /** Where its client connects: at the node that made it. */
  mediaUrl: string;
  /** Its client was told that the call is ready. */
  ready: boolean;
  /** How much audio the caller has sent, in ms. */
  sentMs: () => number;
  /** How much it had sent when something was last killed under it: what it says after that is heard by nobody. */
  sentAtKillMs: number | null;
  /** What its client was told at the end. */
  reason: string | undefined;
  /** When the connection was closed, on the clock of `performance.now()`; null while it is there. */
  closedAt: number | null;
}

export class Facts {
  /** By their keys, which are the agents' names. */
  readonly agents = new Map<string, AgentFact>();
  /** Keys with which calls were asked for. */
  readonly callKeys = new Set<string>();
  readonly calls = new Map<string, CallFact>();
  /** Requests that were repeated after their answer and answered otherwise. */
  readonly otherwise: string[] = [];

  get acknowledged(): number {
    const ofAgents = [...this.agents.values()].reduce(
      (sum, { id, published, deleted }) => sum + (id === null ? 0 : 1) + (published ? 1 : 0) + (deleted === 'yes' ? 1 : 0),
      0,
    );
    return ofAgents + this.calls.size;
  }

  get ready(): CallFact[] {
    return [...this.calls.values()].filter((call) => call.ready);
  }

  /** Something was killed that may carry live calls. */
  killed(): void {
    for (const call of this.live) call.sentAtKillMs = call.sentMs();
  }

  get live(): CallFact[] {
    return this.ready.filter((call) => call.closedAt === null);
  }
}
