/**
 * The agent's side of the turn core: one turn of the agent from its first request or text to its last heard word. A turn
 * may take several steps: the model's text, function calls, and the text after their results. Pure.
 */
import type { CallInput, TransportAction, Word } from '@parley/contract';
import type { LlmFunctionCall, LlmMessage } from '../llm/llm.ts';
import type { UserTurn } from './user-turn.ts';

export interface Clause {
  readonly id: number;
  /** Index into the turn's steps. */
  readonly step: number;
  readonly text: string;
  readonly status: 'queued' | 'playing' | 'played' | 'failed';
  /** Of a played clause, what was spoken of it; null: all of it. */
  readonly heardText: string | null;
  readonly words: readonly Word[];
}

export interface FunctionCallInTurn extends LlmFunctionCall {
  /** It waits for the gate to open; one that never was requested is no part of what happened. */
  readonly status: 'waiting' | 'running' | 'done';
  /** JSON text once it is done. */
  readonly result: string | null;
  /** What it wants of the transport, which is done before the call is. */
  readonly acts: {
    readonly left: readonly TransportAction[];
    /** Its result once all of it is done. */
    readonly result: string;
    /** Number of the action that the transport was asked for. */
    readonly requested: number | null;
  } | null;
}

interface AgentStep {
  readonly calls: readonly FunctionCallInTurn[];
}

/** Times on the call's clock that make up the answer time. */
export interface AnswerTimes {
  /** The caller's true end of speech, or when the typed text came. */
  readonly userEndMs: number;
  readonly typed: boolean;
  readonly recognitionMs: number | null;
  readonly committedMs: number;
  readonly requestedMs: number | null;
  readonly firstClauseMs: number | null;
}

interface TurnFailure {
  /** `text`: model and voice are sound, but the voice has no sound for the words. */
  readonly who: 'model' | 'voice' | 'text';
  readonly message: string;
}

export interface AgentTurn {
  readonly kind: 'greeting' | 'reply' | 'reminder' | 'apology';
  readonly turn: number;
  /** The model request in flight. */
  readonly request: number | null;
  /** Text of the model not yet cut into a clause. */
  readonly buffer: string;
  readonly steps: readonly AgentStep[];
  readonly clauses: readonly Clause[];
  /** Call time of the first audible frame. */
  readonly startMs: number | null;
  /** The call ends when this turn has been heard. */
  readonly endsCall: boolean;
  /** Whose failure left a part of this turn unsaid, and what it told. */
  readonly failed: TurnFailure | null;
  /** The model gave nothing to say, and was asked once more. */
  readonly askedAgain: boolean;
  /** The model is asked to go on in the middle of what it was saying. */
  readonly goesOn: boolean;
  /** When model, voice or function last got on with it, call time. */
  readonly progressMs: number;
  /** What this turn answers, kept so that it can be taken back when the caller goes on speaking. */
  readonly answers: {
    readonly user: UserTurn;
    readonly times: AnswerTimes;
    /** The caller was still speaking: what follows is another turn. */
    readonly cut: boolean;
  } | null;
}

export const beginAgentTurn = (
  begun: Pick<AgentTurn, 'kind' | 'turn'> & { atMs: number },
  answers: AgentTurn['answers'] = null,
): AgentTurn => ({
  kind: begun.kind,
  turn: begun.turn,
  request: null,
  buffer: '',
  steps: [{ calls: [] }],
  clauses: [],
  startMs: null,
  endsCall: false,
  failed: null,
  askedAgain: false,
  goesOn: false,
  progressMs: begun.atMs,
  answers,
});

/** "Shall I book it?" */
export const isQuestion = (text: string): boolean => /[?？؟]["'”’)\]\s]*$/.test(text);

export type AgentPhase =
  /** Audio is playing or between two clauses. */
  | 'speaking'
  /** Nothing is audible and the model or the voice is awaited. */
  | 'thinking'
  | 'running-function'
  /** Function results are there and the model has not been asked again. */
  | 'results-ready'
  | 'done';

const outstanding = (clause: Clause): boolean => clause.status === 'queued' || clause.status === 'playing';

export function phaseOf(agent: AgentTurn): AgentPhase {
  const waiting = agent.clauses.filter(outstanding);
  if (waiting.some((clause) => clause.status === 'playing')) return 'speaking';
  if (waiting.length > 0) return agent.startMs === null ? 'thinking' : 'speaking';
  const calls = agent.steps.at(-1)?.calls ?? [];
  if (calls.some((call) => call.status !== 'done')) return 'running-function';
  if (agent.request !== null) return 'thinking';
  return calls.length > 0 ? 'results-ready' : 'done';
}

export const hasAudioOutstanding = (agent: AgentTurn): boolean => agent.clauses.some(outstanding);

export const withClause = (agent: AgentTurn, id: number, change: Partial<Clause>): AgentTurn => ({
  ...agent,
  clauses: agent.clauses.map((clause) => (clause.id === id ? { ...clause, ...change } : clause)),
});

export const addClauses = (agent: AgentTurn, clauses: readonly { id: number; text: string }[]): AgentTurn => ({
  ...agent,
  clauses: [
    ...agent.clauses,
    ...clauses.map(({ id, text }) => ({ id, text, step: agent.steps.length - 1, status: 'queued' as const, heardText: null, words: [] })),
  ],
});

export function addCall(agent: AgentTurn, call: LlmFunctionCall): AgentTurn {
  const steps = agent.steps.map((step, index) =>
    index === agent.steps.length - 1 ? { calls: [...step.calls, { ...call, status: 'waiting' as const, result: null, acts: null }] } : step,
  );
  return { ...agent, steps };
}

export const withCall = (agent: AgentTurn, id: string, change: Partial<FunctionCallInTurn>): AgentTurn => ({
  ...agent,
  steps: agent.steps.map((step) => ({ calls: step.calls.map((call) => (call.id === id ? { ...call, ...change } : call)) })),
});

export const waitingCalls = (agent: AgentTurn): readonly FunctionCallInTurn[] =>
  agent.steps.flatMap((step) => step.calls.filter((call) => call.status === 'waiting'));

/** The function whose wishes of the transport come next. */
export const actingCall = (agent: AgentTurn): FunctionCallInTurn | undefined =>
  agent.steps.flatMap(({ calls }) => calls).find(({ acts }) => acts !== null);

/** What a function shows the model that wanted something which was not done, as its turn was over before. */
export const TURN_WAS_OVER = JSON.stringify({ error: 'interrupted' });

/** The turn is over: what the transport was not asked for is not done. */
export const withoutActions = (agent: AgentTurn): AgentTurn => ({
  ...agent,
  steps: agent.steps.map(({ calls }) => ({
    calls: calls.map((call) =>
      call.acts === null || call.acts.requested !== null ? call : { ...call, status: 'done' as const, result: TURN_WAS_OVER, acts: null },
    ),
  })),
});

/** True once a function was requested: what it does in the world cannot be taken back. */
const hasActed = (agent: AgentTurn): boolean => agent.steps.some((step) => step.calls.some((call) => call.status !== 'waiting'));

/** True while nobody has heard or felt anything of an answer: the turn that it answers can be open again. */
export const canBeTakenBack = (agent: AgentTurn): boolean => agent.answers !== null && !agent.answers.cut && mayBeForgotten(agent);

/** True while nobody has heard or felt anything of it. */
export const mayBeForgotten = (agent: AgentTurn): boolean => agent.startMs === null && !hasActed(agent);

/** True while a clause is audible, or would be were playout not paused. */
export const agentInPlayout = (agent: AgentTurn): boolean => agent.clauses.some((clause) => clause.status === 'playing');

/** True while there is something to say and the voice has not begun with it. */
export const isAwaitingVoice = (agent: AgentTurn): boolean => hasAudioOutstanding(agent) && !agentInPlayout(agent);

const soundOf = (clause: Clause): string => (clause.status === 'played' ? (clause.heardText ?? clause.text) : '');

/** True when something of the turn was heard. */
export const wasHeard = (agent: AgentTurn): boolean => agent.clauses.some((clause) => soundOf(clause) !== '');

/** True when something of its last step was heard: "one moment" before a function's result answers nothing. */
export const wasAnswered = (agent: AgentTurn): boolean =>
  agent.steps.at(-1)?.calls.length === 0 &&
  agent.clauses.some((clause) => clause.step === agent.steps.length - 1 && soundOf(clause) !== '');

/** True when nothing more comes and what is in playout, the last of it, asks something. */
export function asksAtItsEnd(agent: AgentTurn, clauseInPlayout: number): boolean {
  const last = agent.clauses.at(-1);
  if (last === undefined || agent.request !== null || agent.buffer.trim() !== '') return false;
  return isQuestion(last.text) && (last.id === clauseInPlayout || !hasAudioOutstanding(agent));
}

/** Clauses as heard: played ones whole, the one that was cut as far as it went. */
export interface HeardCut {
  readonly clause: number;
  readonly text: string;
  readonly words: readonly Word[];
}

export const cutOf = ({ clause, heard_text, words }: Extract<CallInput, { type: 'playout.stopped' }>): HeardCut => ({
  clause,
  text: heard_text,
  words,
});

/** What is left of a text: behind what was heard, or between it where the voice left words out. */
export function unheardOf(text: string, heard: string): string {
  if (text.startsWith(heard)) return text.slice(heard.length).trim();
  const rest = heard.split(/\s+/);
  const left = text.split(/\s+/).filter((word) => {
    const wasHeard = word === rest[0];
    if (wasHeard) rest.shift();
    return !wasHeard;
  });
  return left.join(' ').trim();
}

function heardOf(clause: Clause, cut: HeardCut | null): { text: string; words: readonly Word[]; unheard: string } {
  if (clause.status === 'played') {
    const text = clause.heardText ?? clause.text;
    return { text, words: clause.words, unheard: unheardOf(clause.text, text) };
  }
  if (cut !== null && clause.id === cut.clause) return { text: cut.text, words: cut.words, unheard: unheardOf(clause.text, cut.text) };
  return { text: '', words: [], unheard: clause.text };
}

const WITHOUT_SPACES = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}。！？、，「」';
const ends = new RegExp(`[${WITHOUT_SPACES}]$`, 'u');
const begins = new RegExp(`^[${WITHOUT_SPACES}]`, 'u');
/** Between two clauses in a script that is written without spaces. */
const needsNoSpace = (before: string, after: string): boolean => ends.test(before) && begins.test(after);

const joined = (texts: readonly string[]): string =>
  texts.filter((text) => text !== '').reduce((all, text) => (all === '' ? text : `${all}${needsNoSpace(all, text) ? '' : ' '}${text}`), '');

export function heard(agent: AgentTurn, cut: HeardCut | null): { text: string; words: Word[]; unheard: string } {
  const parts = agent.clauses.map((clause) => heardOf(clause, cut));
  return {
    text: joined(parts.map((part) => part.text)),
    words: parts.flatMap((part) => [...part.words]),
    unheard: joined([...parts.map((part) => part.unheard), agent.buffer.trim()]),
  };
}

/** What a function whose result is not there yet shows the model. */
export const STILL_RUNNING = JSON.stringify({ status: 'running' });

/** The turn as messages. While it lasts (`cut` undefined) what is still to be heard counts as said; afterwards only what was heard does. */
export function messagesOf(agent: AgentTurn, cut: HeardCut | null | undefined): LlmMessage[] {
  return agent.steps.flatMap((step, index) => {
    const clauses = agent.clauses.filter((clause) => clause.step === index);
    const content = joined(
      clauses.map((clause) => (cut === undefined && outstanding(clause) ? clause.text : heardOf(clause, cut ?? null).text)),
    );
    const calls = step.calls.filter((call) => call.status !== 'waiting');
    const messages: LlmMessage[] = [];
    if (calls.length > 0) {
      messages.push({
        role: 'assistant',
        content,
        functionCalls: calls.map(({ id, name, arguments: args }) => ({ id, name, arguments: args })),
      });
    } else if (content !== '') {
      messages.push({ role: 'assistant', content });
    }
    for (const call of calls) {
      messages.push({ role: 'function', functionCallId: call.id, name: call.name, content: call.result ?? STILL_RUNNING });
    }
    return messages;
  });
}
