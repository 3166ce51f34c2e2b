/**
 * The call's state chart: one file a state, all over one shared record of the two speakers' turns.
 *
 * ```
 * greeting ─────────┬─▶ listening         heard to its end, or there is none
 *                   ├─▶ thinking          it has no sound: an apology
 *                   ├─▶ paused            the caller speaks or types over it
 *                   └─▶ ending            no voice for it, or the call is ended
 * listening ────────┬─▶ thinking          the caller's turn is committed, or the agent reminds
 *                   └─▶ ending            nobody speaks, or the call is ended
 * thinking ─────────┬─▶ listening         the answer is over and had nothing to hear
 *                   ├─▶ speaking          first audio
 *                   ├─▶ running-function  the model calls one
 *                   ├─▶ paused            the caller goes on before the answer sounds
 *                   └─▶ ending            model or voice fails for good, or the call is ended
 * speaking ─────────┬─▶ listening         last word
 *                   ├─▶ thinking          the next clause, or the next answer of the model, is awaited
 *                   ├─▶ running-function  nothing is left to say and one runs
 *                   ├─▶ paused            the caller speaks or types over the agent
 *                   └─▶ ending            the goodbye was heard, the voice fails for good, or the call is ended
 * paused ───────────┬─▶ listening         the agent's turn is over: an interruption, or an answer taken back
 *                   ├─▶ thinking          no interruption: the agent goes on where it was, here
 *                   ├─▶ speaking          and here
 *                   ├─▶ greeting          and here
 *                   ├─▶ running-function  and here
 *                   └─▶ ending            the call is ended
 * running-function ─┬─▶ listening         its result is there, and the turn has no more to it
 *                   ├─▶ thinking          the model is told its result
 *                   ├─▶ speaking          more of what was said before it sounds
 *                   ├─▶ paused            the caller speaks or types meanwhile
 *                   └─▶ ending            the goodbye was heard, or the call is ended
 * ending ─────────────▶ ended             the last word is accounted for
 * ```
 *
 * It begins with `greeting`; `ended` is the end. A test holds this diagram against `NEXT`.
 *
 * In each state the call may be held or not answered yet (presence.ts): the gate is closed, and what waits for the caller stands still.
 * What a state waits for, and until when, is read off the core after every step (waits.ts).
 */
import type { CallDecision, CallInput, CallStateName, DisconnectionReason, TimerName } from '@parley/contract';
import type { LlmMessage, LlmRequest } from '../llm/llm.ts';
import type { AgentTurn, HeardCut } from '../turns/agent-turn.ts';
import type { Gate } from '../turns/gate.ts';
import type { Persona } from '../turns/persona.ts';
import type { Caller } from '../turns/user-turn.ts';

export const NEXT = {
  greeting: ['listening', 'thinking', 'paused', 'ending'],
  listening: ['thinking', 'ending'],
  thinking: ['listening', 'speaking', 'running-function', 'paused', 'ending'],
  speaking: ['listening', 'thinking', 'running-function', 'paused', 'ending'],
  paused: ['listening', 'thinking', 'speaking', 'greeting', 'running-function', 'ending'],
  'running-function': ['listening', 'thinking', 'speaking', 'paused', 'ending'],
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
  readonly sinceMs: number;
  /** What had been heard when playout paused; null until the shell has answered. */
  readonly cut: HeardCut | null;
  /** Since when the agent is stopped for good, and what was heard until then is awaited; null before. */
  readonly stoppedMs: number | null;
}

export interface EndingState {
  readonly name: 'ending';
  readonly sinceMs: number;
  readonly reason: DisconnectionReason;
  readonly message: string | null;
}

export interface EndedState {
  readonly name: 'ended';
  readonly reason: DisconnectionReason;
  readonly message: string | null;
}

/** Failures in turns on end. */
export interface Failures {
  readonly model: number;
  readonly voice: number;
}

/** What both speakers have done so far, whatever the state. */
export interface Shared extends Caller {
  readonly persona: Persona;
  /** Call time of `call.started`; null before it. */
  readonly startedMs: number | null;
  /** Wall time at call time 0, ms since the epoch. */
  readonly epochMs: number;
  /** What the model sees, without the system prompt: turns as they were heard. */
  readonly conversation: readonly LlmMessage[];
  readonly agent: AgentTurn | null;
  readonly gate: Gate;
  /** Number of the turn in progress: a caller's turn and the agent's answer share it; 0 is the greeting. */
  readonly turn: number;
  readonly lastRequest: number;
  readonly lastClause: number;
  readonly lastAction: number;
  /** The transport does one thing after the other. */
  readonly isActing: boolean;
  /** What the agent said last: the question a caller's turn may answer. */
  readonly agentText: string;
  /** Newest utterance that is known to be no interruption, but the caller's next turn. */
  readonly lastForLater: number;
  readonly remindersGiven: number;
  readonly failures: Failures;
  /** Since when neither speaker has said anything that counts. */
  readonly quietSinceMs: number;
  /** Since when it is the caller's turn and nothing was heard. */
  readonly listeningSinceMs: number;
  /** Since when the caller is there: the answer, or the end of the last hold. */
  readonly backSinceMs: number;
}

/** Until when the core waits, by timer; one that has fired stays until its wait is over. */
export type Deadlines = Readonly<Partial<Record<TimerName, number>>>;

export interface Core {
  readonly state: CallState;
  readonly shared: Shared;
  readonly waits: Deadlines;
}

/** What the shell does: carry out and record a decision, ask the model, or keep a timer (one per name; starting replaces). */
export type Effect =
  | { readonly type: 'decide'; readonly decision: CallDecision }
  | { readonly type: 'ask-model'; readonly request: number; readonly content: LlmRequest }
  | { readonly type: 'start-timer'; readonly timer: TimerName; readonly ms: number }
  | { readonly type: 'cancel-timer'; readonly timer: TimerName };

/** One step in the making. `shared` is replaced, never changed in place. */
export interface Step {
  readonly now: number;
  shared: Shared;
  decide(decision: CallDecision): void;
  askModel(request: number, content: LlmRequest): void;
}

export interface StateFile<S extends CallState = CallState> {
  /** Called when the chart enters the state; may answer with the next state at once. */
  enter(state: S, step: Step): CallState;
  /** Called for every input, after both speakers' turns took it in; answers with the state to be in. */
  on(state: S, input: CallInput, step: Step): CallState;
  /** Undoes what `enter` began. */
  exit(state: S, step: Step): void;
}
