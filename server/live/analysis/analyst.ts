/**
 * Analyses calls once they have ended, with the model of their agent. What is due stands in the database: a node that dies leaves
 * its calls to the others, and a call is reported on once.
 */
import { AppError, type AgentSnapshot, type ErrorCode } from '@parley/contract';
import { personaOf } from '@parley/engine/turns/persona.ts';
import type { EventLog } from '../call-events/event-log.ts';
import { selectCall, type CallRow } from '../call-events/projected-rows.ts';
import type { CallSecrets } from '../models/secrets.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { untilAnswered } from '../../platform/db/until-answered.ts';
import { emit } from '../../platform/outbox/emit.ts';
import { occurred } from '../../platform/outbox/occurred.ts';
import type { RemoteModelFor } from '../models/remote-models.ts';
import { logDefect, traceOf, type DefectCounts } from '../../platform/defects.ts';
import { newId } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import { startDueRounds } from '../../platform/rounds.ts';
import { analyse } from './analysis.ts';
import { ANALYSES_CHANNEL, claim, finish, putBack, selectNextDue, type PendingAnalysis } from './pending-store.ts';

const POLL_MS = 500;
const AT_ONCE = 4;
/** After the first and the second failure; after the third it is given up. */
const AGAIN_AFTER_MS = [10_000, 60_000] as const;
/** The call time that the log holds at most, 24 days. */
const LATEST_MS = 2_147_483_647;

export interface AnalystDeps {
  database: Database;
  events: EventLog;
  modelFor: RemoteModelFor;
  secretsOf: (organizationId: string, agent: AgentSnapshot) => Promise<CallSecrets>;
  /** Whether the organization wants its calls analysed. */
  wanted: (organizationId: string) => Promise<boolean>;
  log: Log;
  defects: DefectCounts;
  now?: () => number;
}

export class Analyst {
  readonly #deps: AnalystDeps;
  readonly #now: () => number;
  readonly #stopping = new AbortController();
  /** By call. */
  readonly #running = new Map<string, Promise<void>>();
  #wake: () => void = () => undefined;

  constructor(deps: AnalystDeps) {
    this.#deps = deps;
    this.#now = deps.now ?? Date.now;
  }

  /** Returns the way to stop. */
  async start(): Promise<() => Promise<void>> {
    const rounds = startDueRounds({
      everyMs: POLL_MS,
      work: () => this.poll(),
      onFailed: (error) => this.#deps.log.error({ err: error }, 'calls could not be claimed for analysis; trying again'),
    });
    this.#wake = () => rounds.wake();
    const stopListening = await this.#deps.database.listen(ANALYSES_CHANNEL, this.#wake);
    return async () => {
      this.#stopping.abort();
      await stopListening();
      await rounds.stop();
      await this.settled();
    };
  }

  /** Begins with the calls that are due, as many as may be worked on at once; resolves to when the next is due. */
  async poll(): Promise<Date | null> {
    const free = AT_ONCE - this.#running.size;
    // Whichever is over first wakes the next round.
    if (free <= 0) return null;
    const { due, next } = await this.#deps.database.asSystem(async (tx) => ({
      due: await claim(tx, free, new Date(this.#now()), [...this.#running.keys()]),
      next: await selectNextDue(tx),
    }));
    for (const claimed of due) {
      const work = this.#work(claimed)
        .catch((error: unknown) => this.#report(error, claimed))
        .finally(() => {
          this.#running.delete(claimed.callId);
          this.#wake();
        });
      this.#running.set(claimed.callId, work);
    }
    return next;
  }

  /** Resolves when no call is being analysed. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  async #work(claimed: PendingAnalysis): Promise<void> {
    const { wanted } = this.#deps;
    const { organizationId, callId } = claimed;
    const call = await this.#in(organizationId, (tx) => selectCall(tx, { organizationId, callId }));
    const startedAt = call?.startedAt ?? null;
    if (call === undefined || startedAt === null || !(await this.#untilAnswered(() => wanted(organizationId))))
      return void (await this.#in(organizationId, (tx) => finish(tx, claimed)));
    try {
      await this.#analyse(claimed, call, startedAt);
    } catch (error) {
      if (this.#stopping.signal.aborted) return await this.#in(organizationId, (tx) => putBack(tx, claimed, new Date(this.#now())));
      const known = error instanceof AppError;
      if (known && error.defect === undefined)
        this.#deps.log.warn({ organizationId, callId, attempt: claimed.attempts, error: traceOf(error) }, 'the analysis of a call failed');
      else this.#report(known ? error.defect : error, claimed);
      await this.#failed(claimed, call, known ? error.code : 'internal', known ? error.message : 'The analysis failed.');
    }
  }

  /** Nobody foresaw it; the call is tried again. */
  #report(error: unknown, { organizationId, callId }: PendingAnalysis): void {
    logDefect(this.#deps.log, { id: newId('defect'), place: 'analysis', trace: traceOf(error) }, { organizationId, callId });
    this.#deps.defects.note('analysis');
  }

  async #analyse(claimed: PendingAnalysis, call: CallRow, startedAt: Date): Promise<void> {
    const { events, modelFor, secretsOf } = this.#deps;
    const { agentSnapshot: agent, organizationId, variables, transcript, disconnectionReason } = call;
    const model = modelFor(agent.config.llm, await this.#untilAnswered(() => secretsOf(organizationId, agent)));
    const began = this.#now();
    const { findings, usage } = await analyse(
      model,
      {
        prompt: personaOf(agent, variables).systemPrompt,
        language: agent.config.language,
        timeZone: agent.config.time_zone,
        transcript,
        ending: disconnectionReason ?? 'unknown',
      },
      new Date(began),
      this.#stopping.signal,
    );
    const { provider, model: name } = model;
    const ms = this.#now() - began;
    await this.#in(organizationId, async (tx) => {
      if (!(await finish(tx, claimed))) return;
      const at_ms = Math.min(LATEST_MS, Math.max(call.durationMs ?? 0, this.#now() - startedAt.getTime()));
      const event = { type: 'call.analyzed' as const, provider, model: name, ...findings, usage, ms };
      await events.appendNext(tx, { organizationId, callId: call.id }, { at_ms, kind: 'finding', event });
    });
  }

  async #failed(claimed: PendingAnalysis, call: CallRow, code: ErrorCode, message: string): Promise<void> {
    const again = AGAIN_AFTER_MS[claimed.attempts - 1];
    const { organizationId, id: callId, agentId } = call;
    await this.#in(organizationId, async (tx) => {
      if (again !== undefined) return putBack(tx, claimed, new Date(this.#now() + again));
      if (await finish(tx, claimed))
        await emit(tx, organizationId, [occurred(code, `A call could not be analysed: ${message}`, { agentId, callId })]);
    });
  }

  /** An outage of the database is no failure of an analysis: what was found waits for it. */
  #in<T>(organizationId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#untilAnswered(() => this.#deps.database.asOrganization(organizationId, work));
  }

  #untilAnswered<T>(work: () => Promise<T>): Promise<T> {
    return untilAnswered(work, this.#stopping.signal);
  }
}
