/** An agent's draft while it is edited: what the person has typed, what the server has, and the saving in between. */
import { isEqualJson, mergePatchOf, type Agent, type AgentConfig } from '@parley/contract';
import { messageOf, RequestFailed } from '../api/problem.ts';
import { configOf } from './config-diff.ts';

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

/** The server, as a draft knows it. */
export interface AgentSource {
  /** Refused with `precondition_failed` when `revision` is not the newest. */
  save: (id: string, patch: Record<string, unknown>, revision: number) => Promise<Agent>;
  read: (id: string) => Promise<Agent>;
  /** Tells the other pages how the server has it now. */
  seen: (agent: Agent) => void;
}

/** What was typed since `before`, on what the server has. */
function typedOver(saved: AgentConfig, before: AgentConfig, now: AgentConfig): AgentConfig {
  const typed = Object.entries(now).filter(([key, value]) => value !== before[key as keyof AgentConfig]);
  return { ...saved, ...Object.fromEntries(typed) };
}

export class Draft {
  readonly #source: AgentSource;
  #state: DraftState;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #saving: Promise<void> | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(agent: Agent, source: AgentSource) {
    this.#source = source;
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
    // Whoever else waited for the same saving may have begun the next one.
    while (this.#saving !== null) await this.#saving;
    const { status, config, saved } = this.#state;
    if (status === 'conflict') return;
    if (!isEqualJson(config, configOf(saved))) return this.#send(mergePatchOf(configOf(saved), config), saved.revision);
    // What was typed was taken back again.
    if (status !== 'saved') this.#set({ status: 'saved', problem: null });
  }

  /** As `flush`; throws where the server does not have what is on the screen. */
  async settle(): Promise<void> {
    await this.flush();
    const { status, problem } = this.#state;
    if (status === 'conflict') throw new Error('Somebody else changed this agent.');
    if (status === 'failed') throw new Error(`The draft is not saved: ${problem?.message ?? 'the server refused it.'}`);
  }

  /** Mine over theirs: only what I changed is sent again. */
  async keepMine(): Promise<void> {
    const { theirs, config, saved } = this.#state;
    if (theirs === null) return;
    this.#set({ theirs: null });
    await this.#send(mergePatchOf(configOf(saved), config), theirs.revision);
  }

  takeTheirs(): void {
    if (this.#state.theirs !== null) this.replace(this.#state.theirs);
  }

  /** The server's word, after a restore or a publication. */
  replace(agent: Agent): void {
    this.#cancel();
    this.#source.seen(agent);
    this.#set({ saved: agent, config: configOf(agent), status: 'saved', savedAt: Date.now(), problem: null, theirs: null });
  }

  /** Tags are not of the draft: they change while it may be unsaved. */
  tagged(tags: Agent['tags']): void {
    const saved = { ...this.#state.saved, tags };
    this.#source.seen(saved);
    this.#set({ saved });
  }

  #send(patch: Record<string, unknown>, revision: number): Promise<void> {
    this.#set({ status: 'saving' });
    this.#saving = this.#sent(patch, revision).finally(() => (this.#saving = null));
    return this.#saving;
  }

  async #sent(patch: Record<string, unknown>, revision: number): Promise<void> {
    const before = this.#state.config;
    try {
      const agent = await this.#source.save(this.#state.saved.id, patch, revision);
      this.#source.seen(agent);
      const { config } = this.#state;
      const typedMeanwhile = config !== before;
      this.#set({
        saved: agent,
        config: typedMeanwhile ? typedOver(configOf(agent), before, config) : configOf(agent),
        status: typedMeanwhile ? 'waiting' : 'saved',
        savedAt: Date.now(),
        problem: null,
      });
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
    const theirs = await this.#source.read(this.#state.saved.id).catch(() => null);
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
