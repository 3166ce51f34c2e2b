/** A call's event log as the call page draws it: marks on the axis, turns with their waterfalls. Pure. */
import type { CallDecision, CallEvent, CallInput, TurnLatency } from '@parley/contract';
import { turnEndInWords } from '../format/reasons.ts';

export interface Mark {
  atMs: number;
  kind: 'turn' | 'function' | 'interruption' | 'presence' | 'failure';
  label: string;
  turn: number | null;
}

export interface Span {
  name: string;
  says: string;
  startMs: number;
  endMs: number;
  tone: 'wait' | 'stt' | 'llm' | 'clause' | 'tts' | 'out';
}

export interface FunctionRun {
  id: string;
  name: string;
  arguments: unknown;
  result: unknown;
  ok: boolean | null;
  error: string | null;
  ms: number | null;
}

export interface Turn {
  turn: number;
  /** Null for a turn that the agent began, such as the greeting. */
  committed: Extract<CallDecision, { type: 'user_turn.committed' }> | null;
  latency: TurnLatency | null;
  spans: Span[];
  functions: FunctionRun[];
  model: { provider: string; model: string; input: number; output: number; cached: number } | null;
}

const HEARING = { stt: 'Recognition interrupted', vad: 'Voice detection interrupted' } as const;

const PLAIN = {
  'llm.failed': { kind: 'failure', label: 'Model failed' },
  'tts.failed': { kind: 'failure', label: 'Voice failed' },
  'stt.failed': { kind: 'failure', label: 'Recognition failed' },
  'call.answered': { kind: 'presence', label: 'Call answered' },
  'call.held': { kind: 'presence', label: 'Caller put the call on hold' },
  'call.resumed': { kind: 'presence', label: 'Caller came back' },
  'call.taken_over': { kind: 'failure', label: 'Taken over by another process' },
} as const;

type PlainEvent = Extract<CallEvent['event'], { type: keyof typeof PLAIN }>;
const isPlain = (event: CallEvent['event']): event is PlainEvent => event.type in PLAIN;

function markOf(atMs: number, event: CallEvent['event']): Mark | undefined {
  if (isPlain(event)) return { atMs, turn: null, ...PLAIN[event.type] };
  switch (event.type) {
    case 'hearing.interrupted':
      return { atMs, kind: 'failure', label: HEARING[event.part], turn: null };
    case 'user_turn.committed':
      return { atMs, kind: 'turn', label: `Turn ended: ${turnEndInWords(event)}`, turn: event.turn };
    case 'function.requested':
      return { atMs, kind: 'function', label: `Function ${event.name}`, turn: event.turn };
    case 'interruption.detected':
      return { atMs, kind: 'interruption', label: 'Caller interrupted', turn: event.turn };
    case 'action.requested':
    case 'action.finished':
    case 'attempt.settled':
    case 'call.ringing':
    case 'call.started':
    case 'user_speech.started':
    case 'user_speech.ended':
    case 'user_transcript.partial':
    case 'user_transcript.final':
    case 'user_text.received':
    case 'digit.received':
    case 'context.injected':
    case 'llm.delta_received':
    case 'llm.function_called':
    case 'llm.finished':
    case 'tts.first_audio':
    case 'tts.finished':
    case 'playout.started':
    case 'playout.finished':
    case 'playout.stopped':
    case 'function.finished':
    case 'timer.fired':
    case 'hangup.requested':
    case 'defect.reported':
    case 'transport.closed':
    case 'state.changed':
    case 'llm.requested':
    case 'llm.aborted':
    case 'clause.spoken':
    case 'playout.paused':
    case 'playout.resumed':
    case 'playout.cleared':
    case 'interruption.dismissed':
    case 'agent_turn.finished':
    case 'turn.measured':
    case 'data.collected':
    case 'call.ended':
    case 'call.analyzed':
      return undefined;
    default: // Of a newer server: it has no mark yet.
      return void (event satisfies never);
  }
}

export const marksOf = (events: readonly CallEvent[]): Mark[] => events.flatMap(({ at_ms, event }) => markOf(at_ms, event) ?? []);

const find = <T extends (CallInput | CallDecision)['type']>(
  events: readonly CallEvent[],
  type: T,
  fits: (event: Extract<CallInput | CallDecision, { type: T }>) => boolean,
) =>
  events.find(({ event }) => event.type === type && fits(event as Extract<CallInput | CallDecision, { type: T }>)) as
    (CallEvent & { event: Extract<CallInput | CallDecision, { type: T }> }) | undefined;

/** From the caller's last word to the agent's first sound, one span after the other. */
function spansOf(events: readonly CallEvent[], turn: number): Span[] {
  const committed = events.findLast(({ event }) => event.type === 'user_turn.committed' && event.turn === turn);
  if (committed?.event.type !== 'user_turn.committed') return [];
  const { end_ms: end, typed } = committed.event;
  const after = events.filter(({ seq }) => seq >= committed.seq);
  const requested = find(after, 'llm.requested', (event) => event.turn === turn);
  const request = requested?.event.request;
  const delta = find(after, 'llm.delta_received', (event) => event.request === request);
  const clause = find(after, 'clause.spoken', (event) => event.turn === turn);
  const number = clause?.event.clause;
  const audio = find(after, 'tts.first_audio', (event) => event.clause === number);
  const played = find(after, 'playout.started', (event) => event.clause === number);
  const final = events.findLast(({ seq, at_ms, event }) => seq < committed.seq && at_ms >= end && event.type === 'user_transcript.final');
  const steps: [name: string, tone: Span['tone'], says: string, from: number | undefined, to: number | undefined][] = [
    ['end of turn', 'wait', 'Silence until the turn was over', typed ? undefined : end, committed.at_ms],
    ['recognised', 'stt', 'Last words recognised', typed ? undefined : end, final?.at_ms],
    ['model', 'llm', 'Model asked until its first words', requested?.at_ms, delta?.at_ms ?? clause?.at_ms],
    ['clause', 'clause', 'First words until a clause to speak', delta?.at_ms, clause?.at_ms],
    ['voice', 'tts', 'Clause until its first sound', clause?.at_ms, audio?.at_ms],
    ['out', 'out', 'Sound until the caller heard it', audio?.at_ms, played?.at_ms],
  ];
  return steps.flatMap(([name, tone, says, from, to]) =>
    from === undefined || to === undefined || to < from ? [] : [{ name, tone, says, startMs: from, endMs: to }],
  );
}

function functionsOf(events: readonly CallEvent[], turn: number): FunctionRun[] {
  return events.flatMap(({ event }) => {
    if (event.type !== 'function.requested' || event.turn !== turn) return [];
    const finished = find(events, 'function.finished', (one) => one.function_call_id === event.function_call_id)?.event;
    const failed = find(events, 'action.finished', (one) => one.function_call_id === event.function_call_id && !one.ok)?.event;
    return [
      {
        id: event.function_call_id,
        name: event.name,
        arguments: event.arguments,
        result: finished?.result ?? null,
        ok: failed?.ok ?? finished?.ok ?? null,
        error: failed?.error ?? finished?.error ?? null,
        ms: finished?.ms ?? null,
      },
    ];
  });
}

function modelOf(events: readonly CallEvent[], turn: number): Turn['model'] {
  const requests = new Set(events.flatMap(({ event }) => (event.type === 'llm.requested' && event.turn === turn ? [event.request] : [])));
  const finished = events.findLast(({ event }) => event.type === 'llm.finished' && requests.has(event.request))?.event;
  if (finished?.type !== 'llm.finished') return null;
  const { provider, model, usage } = finished;
  return { provider, model, input: usage.input_tokens, output: usage.output_tokens, cached: usage.cached_input_tokens };
}

export function turnsOf(events: readonly CallEvent[]): Turn[] {
  const numbers = new Set(events.flatMap(({ event }) => ('turn' in event ? [event.turn] : [])));
  return [...numbers]
    .toSorted((a, b) => a - b)
    .map((turn) => {
      const committed = events.findLast(({ event }) => event.type === 'user_turn.committed' && event.turn === turn)?.event;
      const measured = find(events, 'turn.measured', (event) => event.turn === turn)?.event;
      return {
        turn,
        committed: committed?.type === 'user_turn.committed' ? committed : null,
        latency: measured ?? null,
        spans: spansOf(events, turn),
        functions: functionsOf(events, turn),
        model: modelOf(events, turn),
      };
    });
}
