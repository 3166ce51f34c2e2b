/** An agent's draft while it is edited: what the person has typed, what the server has, and the saving in between. */
import type { Agent, AgentConfig } from '@parley/contract';
import * as api from '../api/generated/operations.ts';
import { messageOf, RequestFailed } from '../api/problem.ts';
import { agentsQuery, agentQuery, queryClient } from '../api/queries.ts';
import { configOf, equal, mergePatchOf } from './config-diff.ts';

const SAVE_AFTER_MS = 700;

export interface DraftState {
  /** As the server last had it. */
  readonly saved: Agent;
  /** As it stands on the screen. */
  readonly config: AgentConfig;
  readonly status: 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict';
  readonly savedAt: number;
  readonly problem: { message: string; requestId: string | null; fields: Readonly<Record<string, string>> } | null;
  /** What somebody else saved meanwhile. */
  readonly theirs: Agent | null;
}

export class Draft {
  #state: DraftState;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #saving: Promise<void> | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(agent: Agent) {
    this.#state = {
      saved: agent,
      config: configOf(agent),
      status: 'saved',
      savedAt: Date.parse(agent.updated_at),
      problem: null,
      theirs: null,
    };
  }

  readonly read = (): DraftState => this.#state;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  change(patch: Partial<AgentConfig>): void {
    const config = { ...this.#state.config, ...patch };
    if (this.#state.status === 'conflict') return this.#set({ config });
    this.#set({ config, status: 'waiting' });
    this.#later();
  }

  /** Saves now what has not been saved; resolves when the server has it or has refused. */
  async flush(): Promise<void> {
    this.#cancel();
    await this.#saving;
    if (this.#state.status === 'conflict' || equal(this.#state.config, configOf(this.#state.saved))) return;
    this.#saving = this.#save().finally(() => (this.#saving = null));
    await this.#saving;
  }

  /** Mine over theirs: only what I changed is sent again. */
  async keepMine(): Promise<void> {
    const { theirs, config, saved } = this.#state;
    if (theirs === null) return;
    const mine = mergePatchOf(configOf(saved), config);
    this.#set({ status: 'saving', theirs: null });
    await this.#send(mine, theirs.revision);
  }

  takeTheirs(): void {
    if (this.#state.theirs !== null) this.replace(this.#state.theirs);
  }

  /** The server's word, after a restore or a publication. */
  replace(agent: Agent): void {
    this.#cancel();
    queryClient.setQueryData(agentQuery(agent.id).queryKey, agent);
    this.#set({ saved: agent, config: configOf(agent), status: 'saved', savedAt: Date.now(), problem: null, theirs: null });
  }

  /** Tags are not of the draft: they change while it may be unsaved. */
  tagged(tags: Agent['tags']): void {
    const saved = { ...this.#state.saved, tags };
    queryClient.setQueryData(agentQuery(saved.id).queryKey, saved);
    this.#set({ saved });
  }

  async #save(): Promise<void> {
    const { saved, config } = this.#state;
    this.#set({ status: 'saving' });
    await this.#send(mergePatchOf(configOf(saved), config), saved.revision);
  }

  async #send(patch: Record<string, unknown>, revision: number): Promise<void> {
    const before = this.#state.config;
    try {
      const agent = await api.updateAgent(this.#state.saved.id, patch, { ifMatch: revision });
      queryClient.setQueryData(agentQuery(agent.id).queryKey, agent);
      void queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey, exact: true });
      const typedMeanwhile = this.#state.config !== before;
      this.#set({
        saved: agent,
        config: typedMeanwhile ? this.#state.config : configOf(agent),
        status: typedMeanwhile ? 'waiting' : 'saved',
        savedAt: Date.now(),
        problem: null,
      });
      if (typedMeanwhile) this.#later();
    } catch (error) {
      await this.#refused(error);
    }
  }

  async #refused(error: unknown): Promise<void> {
    const problem = {
      message: messageOf(error),
      requestId: error instanceof RequestFailed ? error.requestId : null,
      fields: error instanceof RequestFailed ? error.fields : {},
    };
    if (!(error instanceof RequestFailed && error.code === 'precondition_failed')) return this.#set({ status: 'failed', problem });
    const theirs = await api.getAgent(this.#state.saved.id).catch(() => null);
    this.#set(theirs === null ? { status: 'failed', problem } : { status: 'conflict', theirs, problem });
  }

  #later(): void {
    this.#cancel();
    this.#timer = setTimeout(() => void this.flush(), SAVE_AFTER_MS);
  }

  #cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #set(change: Partial<DraftState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
