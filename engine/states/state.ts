/**
 * The call's state chart: one file a state, all over one shared record of the two speakers' turns.
 *
 * ```
 *            ┌──────────────────────────── speech goes on ───────────────────────────┐
 *            ▼                                                                        │
 * greeting ─▶ listening ─ turn committed ─▶ thinking ─ first audio ─▶ speaking ─ last word ─▶ listening
 *    │           │  ▲                        │    ▲                    │      ▲
 *    │           │  │            function ─▶ running-function ─────────┘      │ false interruption
 *    │           │  └──── interruption ──── paused ◀─ caller speaks ──┘───────┘
 *    └───────────┴───────────▶ ending ─▶ ended      (from every state)
 * ```
 */
import type { CallDecision, CallInput, CallStateName, DisconnectionReason, TimerName } from '@parley/contract';
import type { LlmMessage } from '../llm/llm.ts';
import type { AgentTurn, HeardCut } from '../turns/agent-turn.ts';
import type { CoreSettings } from '../turns/settings.ts';
import type { UserTurn } from '../turns/user-turn.ts';

export const NEXT = {
  greeting: ['listening', 'paused', 'ending'],
  listening: ['thinking', 'ending'],
  thinking: ['listening', 'speaking', 'running-function', 'ending'],
  speaking: ['listening', 'thinking', 'running-function', 'paused', 'ending'],
  paused: ['listening', 'thinking', 'speaking', 'greeting', 'running-function', 'ending'],
  'running-function': ['listening', 'thinking', 'speaking', 'ending'],
  ending: ['ended'],
  ended: [],
} as const satisfies Record<CallStateName, readonly CallStateName[]>;

export type CallState =
  | { readonly name: 'greeting' }
  | { readonly name: 'listening' }
  | { readonly name: 'thinking' }
  | { readonly name: 'speaking' }
  | PausedState
  | { readonly name: 'running-function' }
  | EndingState
  | EndedState;

export interface PausedState {
  readonly name: 'paused';
  /** What had been heard when playout paused; null until the shell has answered. */
  readonly cut: HeardCut | null;
  /** Typed text that interrupts as soon as `cut` is known. */
  readonly typed: string | null;
}

export interface EndingState {
  readonly name: 'ending';
  readonly reason: DisconnectionReason;
  readonly message: string | null;
}

export interface EndedState {
  readonly name: 'ended';
  readonly reason: DisconnectionReason;
  readonly message: string | null;
}

/** What both speakers have done so far, whatever the state. */
interface Shared {
  /** What the model sees, without the system prompt: turns as they were heard. */
  readonly conversation: readonly LlmMessage[];
  readonly user: UserTurn | null;
  readonly agent: AgentTurn | null;
  /** Number of the turn in progress: a caller's turn and the agent's answer share it; 0 is the greeting. */
  readonly turn: number;
  readonly lastRequest: number;
  readonly lastClause: number;
  /** What the agent said last: the question a caller's turn may answer. */
  readonly agentText: string;
  readonly remindersGiven: number;
  readonly failures: number;
  /** Since when neither speaker has said anything that counts. */
  readonly quietSinceMs: number;
}

export interface Core {
  readonly state: CallState;
  readonly shared: Shared;
}

/** What the shell does: carry out and record a decision, or keep a timer (one per name; starting replaces). */
export type Effect =
  | { readonly type: 'decide'; readonly decision: CallDecision }
  | { readonly type: 'start-timer'; readonly timer: TimerName; readonly ms: number }
  | { readonly type: 'cancel-timer'; readonly timer: TimerName };

/** One step in the making. `shared` is replaced, never changed in place. */
export interface Step {
  readonly now: number;
  readonly settings: CoreSettings;
  shared: Shared;
  decide(decision: CallDecision): void;
  startTimer(timer: TimerName, ms: number): void;
  cancelTimer(timer: TimerName): void;
}

export interface StateFile<S extends CallState = CallState> {
  /** Called when the chart enters the state; may answer with the next state at once. */
  enter(state: S, step: Step): CallState;
  /** Called for every input, after the speakers' turns took it in; answers with the state to be in. */
  on(state: S, input: CallInput, step: Step): CallState;
  /** Undoes what `enter` began. */
  exit(state: S, step: Step): void;
}
