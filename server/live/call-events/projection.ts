/** The call row as its events tell it. Pure: a log projected in parts or at once gives the same. */
import type {
  Call,
  CallCost,
  CallDecision,
  CallEvent,
  CallFinding,
  CallInput,
  CallLatency,
  CallStatus,
  DisconnectionReason,
  Percentiles,
  TranscriptTurn,
  TurnLatency,
} from '@parley/contract';
import { priceOf, type Usage } from '../models/prices.ts';

export interface Projection {
  status: CallStatus;
  /** False for a call that was closed without anybody having connected. */
  begun: boolean;
  /** Call time of the end; null while it runs. */
  endedAtMs: number | null;
  disconnectionReason: DisconnectionReason | null;
  transcript: TranscriptTurn[];
  collected: Call['collected'];
  /** Measured turns, from which the percentiles come. */
  measured: TurnLatency[];
  usage: Usage;
  /** What is known since the end, and its call time. */
  finding: { found: CallFinding; atMs: number } | null;
  /** Functions that were called. */
  functions: number;
  /** Call time of the last message; null while there is none. */
  lastMessageMs: number | null;
  lastSeq: number;
}

export const emptyProjection: Projection = {
  status: 'registered',
  begun: false,
  endedAtMs: null,
  disconnectionReason: null,
  transcript: [],
  collected: [],
  measured: [],
  usage: { models: [], sttMs: 0, ttsCharacters: 0 },
  finding: null,
  functions: 0,
  lastMessageMs: null,
  lastSeq: 0,
};

const put = (transcript: readonly TranscriptTurn[], line: TranscriptTurn): TranscriptTurn[] => {
  // A turn committed again replaces what was committed before: the caller had gone on speaking.
  const rest = transcript.filter(
    (one) => one.role !== line.role || one.turn !== line.turn || (line.role === 'agent' && one.start_ms !== line.start_ms),
  );
  return [...rest, line].sort((a, b) => a.start_ms - b.start_ms || a.turn - b.turn || (a.role === 'user' ? -1 : 1));
};

const OVER: ReadonlySet<string> = new Set<DisconnectionReason>([
  'error_node_lost',
  'error_media_process_lost',
  'error_llm',
  'error_stt',
  'error_tts',
  'error_impossible_settings',
  'error_provider_not_configured',
  'error_transport',
  'error_storage',
  'error_internal',
]);

function onDecision(projection: Projection, decision: CallDecision, atMs: number): Projection {
  switch (decision.type) {
    case 'user_turn.committed': {
      const { turn, text, words, start_ms, end_ms } = decision;
      return {
        ...projection,
        lastMessageMs: atMs,
        transcript: put(projection.transcript, { role: 'user', turn, text, start_ms, end_ms, words }),
      };
    }
    case 'agent_turn.finished': {
      const { turn, text, words, start_ms, end_ms, interrupted, unheard_text } = decision;
      const cut = { ...(interrupted ? { interrupted: true } : {}), ...(interrupted || unheard_text !== '' ? { unheard_text } : {}) };
      return {
        ...projection,
        lastMessageMs: atMs,
        transcript: put(projection.transcript, { role: 'agent', turn, text, start_ms, end_ms, words, ...cut }),
      };
    }
    case 'turn.measured': {
      const { e2e_ms, endpointing_ms, stt_ms, llm_ms, tts_ms } = decision;
      return { ...projection, measured: [...projection.measured, { e2e_ms, endpointing_ms, stt_ms, llm_ms, tts_ms }] };
    }
    case 'function.requested':
      return { ...projection, functions: projection.functions + 1, lastMessageMs: atMs };
    case 'data.collected':
      return { ...projection, collected: [...projection.collected, { name: decision.name, arguments: decision.arguments, at_ms: atMs }] };
    case 'call.ended':
      return {
        ...projection,
        status: OVER.has(decision.reason) ? 'error' : 'ended',
        endedAtMs: atMs,
        disconnectionReason: decision.reason,
      };
    case 'clause.spoken':
    case 'action.requested':
    case 'interruption.detected':
    case 'interruption.dismissed':
    case 'llm.aborted':
    case 'llm.requested':
    case 'playout.cleared':
    case 'playout.paused':
    case 'playout.resumed':
    case 'state.changed':
      return projection;
    default: {
      // Of a newer version.
      const _newer: never = decision;
      return projection;
    }
  }
}

function onInput(projection: Projection, input: CallInput): Projection {
  switch (input.type) {
    case 'call.started':
      return { ...projection, status: 'ongoing', begun: true };
    case 'llm.finished': {
      const { provider, model, usage } = input;
      return { ...projection, usage: { ...projection.usage, models: [...projection.usage.models, { provider, model, usage }] } };
    }
    case 'tts.finished':
      return { ...projection, usage: { ...projection.usage, ttsCharacters: projection.usage.ttsCharacters + input.characters } };
    case 'user_transcript.final': {
      const heardMs = (input.words.at(-1)?.end_ms ?? 0) - (input.words[0]?.start_ms ?? 0);
      return { ...projection, usage: { ...projection.usage, sttMs: projection.usage.sttMs + Math.max(0, heardMs) } };
    }
    case 'context.injected':
    case 'function.finished':
    case 'action.finished':
    case 'hangup.requested':
    case 'llm.delta_received':
    case 'llm.failed':
    case 'llm.function_called':
    case 'playout.finished':
    case 'playout.started':
    case 'playout.stopped':
    case 'stt.failed':
    case 'hearing.interrupted':
    case 'attempt.settled':
    case 'timer.fired':
    case 'defect.reported':
    case 'transport.closed':
    case 'tts.failed':
    case 'tts.first_audio':
    case 'digit.received':
    case 'call.ringing':
    case 'call.answered':
    case 'call.taken_over':
    case 'call.held':
    case 'call.resumed':
    case 'user_speech.ended':
    case 'user_speech.started':
    case 'user_text.received':
    case 'user_transcript.partial':
      return projection;
    default: {
      // Of a newer version.
      const _newer: never = input;
      return projection;
    }
  }
}

function onFinding(projection: Projection, found: CallFinding, atMs: number): Projection {
  const { provider, model, usage } = found;
  return {
    ...projection,
    finding: { found, atMs },
    usage: { ...projection.usage, models: [...projection.usage.models, { provider, model, usage }] },
  };
}

function on(projection: Projection, { kind, event, at_ms }: CallEvent): Projection {
  switch (kind) {
    case 'input':
      return onInput(projection, event);
    case 'decision':
      return onDecision(projection, event, at_ms);
    case 'finding':
      return onFinding(projection, event, at_ms);
    default:
      return kind satisfies never;
  }
}

/** Events already taken in (by seq) change nothing. */
export function project(projection: Projection, events: readonly CallEvent[]): Projection {
  return events.reduce<Projection>((before, event) => {
    if (event.seq <= before.lastSeq) return before;
    return { ...on(before, event), lastSeq: event.seq };
  }, projection);
}

/** Nearest-rank percentiles. */
export function percentilesOf(values: readonly (number | null)[]): Percentiles {
  const sorted = values.filter((value) => value !== null).toSorted((a, b) => a - b);
  const at = (share: number): number | null => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  return { p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), num: sorted.length };
}

export const latencyOf = (measured: readonly TurnLatency[]): CallLatency => ({
  e2e: percentilesOf(measured.map((one) => one.e2e_ms)),
  endpointing: percentilesOf(measured.map((one) => one.endpointing_ms)),
  stt: percentilesOf(measured.map((one) => one.stt_ms)),
  llm: percentilesOf(measured.map((one) => one.llm_ms)),
  tts: percentilesOf(measured.map((one) => one.tts_ms)),
});

export function costOf(usage: Usage): CallCost {
  const llm = usage.models.reduce((sum, one) => sum + priceOf(one), 0);
  return {
    total: llm,
    llm,
    // Both embedded: nothing to pay. Vendors' prices join prices.ts with their adapters.
    stt: 0,
    tts: 0,
    usage: {
      llm_input_tokens: usage.models.reduce((sum, one) => sum + one.usage.input_tokens, 0),
      llm_output_tokens: usage.models.reduce((sum, one) => sum + one.usage.output_tokens, 0),
      stt_ms: usage.sttMs,
      tts_characters: usage.ttsCharacters,
    },
  };
}
