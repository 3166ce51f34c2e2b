/** Where a dialogue stands. Derived anew from the messages of every request; nothing is kept between requests. */
import type { LlmFunction } from '@parley/engine/llm/llm.ts';
import type { ClockQuestion } from './questions.ts';
import type { SlotType } from './script.ts';
import type { Here } from './spoken/calendar.ts';
import type { DayPart } from './spoken/times.ts';
import type { KnownScript } from './understanding.ts';

export interface Value {
  type: SlotType;
  /** `yyyy-mm-dd`, `HH:MM`, digits, `yes` or `no`, or the words themselves. */
  text: string;
}

export type Values = Readonly<Record<string, Value>>;

/** What the agent waits for while it carries out what the caller wants. */
export type Phase =
  | { kind: 'asking'; slot: string; dayPart?: DayPart }
  /** A value near the one that was not possible: yes takes it. */
  | { kind: 'offering'; slot: string; value: Value }
  /** `agreed`: the caller has said yes, and the function was not called after all. */
  | { kind: 'confirming'; agreed: boolean }
  | { kind: 'changing' }
  /** `seen`: the call is in the messages. */
  | { kind: 'calling'; seen: boolean };

export interface Task {
  readonly intent: string;
  readonly values: Values;
  readonly phase: Phase;
  /** Times in a row that an answer was no answer. */
  readonly misses: number;
}

/** A question that a built-in function answers. */
export type Asked = { kind: 'clock'; question: ClockQuestion } | { kind: 'sum'; expression: string };

export interface Dialogue {
  readonly task: Task | null;
  /** Left for another one in the middle; taken up again when that is done. */
  readonly suspended: readonly Task[];
  /** Done last: what a later "make it three instead" refers to. */
  readonly finished: Task | null;
  readonly callerName: string | null;
  readonly misses: number;
  /** The last whole reply, for "say that again". */
  readonly said: string;
  /** Share of `said` that the caller heard. */
  readonly heard: number;
  /** Something else was said since, a reminder for instance: a bare yes may answer that. */
  readonly interposed: boolean;
  /** What came of a function, when the caller has not heard of it yet. */
  readonly unsaid: string;
  readonly asked: Asked | null;
}

export const initialDialogue: Dialogue = {
  task: null,
  suspended: [],
  finished: null,
  callerName: null,
  misses: 0,
  said: '',
  heard: 1,
  interposed: false,
  unsaid: '',
  asked: null,
};

export interface FunctionRequest {
  name: string;
  arguments: Record<string, unknown>;
}

export interface Reply {
  dialogue: Dialogue;
  text: string;
  call: FunctionRequest | null;
}

export interface Surroundings {
  known: KnownScript;
  here: Here;
  timeZone: string;
  language: string;
  functions: ReadonlyMap<string, LlmFunction>;
}

export const reply = (dialogue: Dialogue, text: string, call: FunctionRequest | null = null): Reply => ({
  dialogue,
  text: text.replace(/\s+/g, ' ').trim(),
  call,
});
