/** The call's events as the caller's client sees them: media messages of the WebSocket and the WebRTC data channel. Pure. */
import type { CallDecision, CallInput, DisconnectionReason, ErrorCode, ServerMessage } from '@parley/contract';
import { unreachable } from './unreachable.ts';

export interface ClientFeed {
  readonly clauses: ReadonlyMap<number, { readonly turn: number; readonly text: string }>;
  /** The agent's line so far, as it becomes audible. */
  readonly line: { readonly turn: number; readonly text: string } | null;
  /** Functions that run, by call id. */
  readonly running: ReadonlyMap<string, { readonly name: string; readonly arguments: unknown; readonly turn: number }>;
  readonly turn: number;
  readonly speaking: boolean;
  /** Playout is paused, and the agent was audible when it was. */
  readonly paused: boolean;
}

export const initialClientFeed: ClientFeed = {
  clauses: new Map(),
  line: null,
  running: new Map(),
  turn: 0,
  speaking: false,
  paused: false,
};

/** Ends that are failures, while there is somebody to tell. */
const FAILURES: Partial<Record<DisconnectionReason, { code: ErrorCode; message: string }>> = {
  error_llm: { code: 'provider_failed', message: 'The language model failed.' },
  error_stt: { code: 'engine_unavailable', message: 'The recogniser failed.' },
  error_tts: { code: 'engine_unavailable', message: 'The voice failed.' },
  error_internal: { code: 'internal', message: 'The call failed on our side.' },
};

type Fed = { feed: ClientFeed; messages: ServerMessage[] };

const speaking = (feed: ClientFeed, value: boolean): Fed =>
  feed.speaking === value ? { feed, messages: [] } : { feed: { ...feed, speaking: value }, messages: [{ type: 'agent_speaking', value }] };

export function feedInput(feed: ClientFeed, input: CallInput): Fed {
  switch (input.type) {
    case 'user_speech.started':
    case 'user_speech.ended':
      return { feed, messages: [{ type: 'user_speaking', value: input.type === 'user_speech.started' }] };
    case 'user_transcript.partial':
      return { feed, messages: [{ type: 'transcript', role: 'user', text: input.text, final: false, turn: feed.turn + 1 }] };
    case 'playout.started': {
      const clause = feed.clauses.get(input.clause);
      if (clause === undefined) return { feed, messages: [] };
      const before = feed.line?.turn === clause.turn ? `${feed.line.text} ` : '';
      const line = { turn: clause.turn, text: before + clause.text };
      const fed = speaking({ ...feed, line }, true);
      return {
        feed: fed.feed,
        messages: [...fed.messages, { type: 'transcript', role: 'agent', text: line.text, final: false, turn: line.turn }],
      };
    }
    case 'function.finished': {
      const call = feed.running.get(input.function_call_id);
      if (call === undefined) return { feed, messages: [] };
      const running = new Map(feed.running);
      running.delete(input.function_call_id);
      const status = input.ok ? ('succeeded' as const) : ('failed' as const);
      return { feed: { ...feed, running }, messages: [{ type: 'function', ...call, status, ms: input.ms }] };
    }
    case 'call.held':
    case 'call.resumed':
      return { feed, messages: [{ type: 'held', value: input.type === 'call.held' }] };
    case 'call.started':
    case 'action.finished':
    case 'call.ringing':
    case 'call.answered':
    case 'call.taken_over':
    case 'context.injected':
    case 'hangup.requested':
    case 'llm.delta_received':
    case 'llm.failed':
    case 'llm.finished':
    case 'llm.function_called':
    case 'playout.finished':
    case 'playout.stopped':
    case 'stt.failed':
    case 'hearing.interrupted':
    case 'attempt.settled':
    case 'timer.fired':
    case 'defect.reported':
    case 'transport.closed':
    case 'tts.failed':
    case 'tts.finished':
    case 'tts.first_audio':
    case 'digit.received':
    case 'user_text.received':
    case 'user_transcript.final':
      return { feed, messages: [] };
    default:
      return unreachable(input);
  }
}

export function feedDecision(feed: ClientFeed, decision: CallDecision): Fed {
  switch (decision.type) {
    case 'user_turn.committed':
      return {
        feed: { ...feed, turn: decision.turn },
        messages: [{ type: 'transcript', role: 'user', text: decision.text, final: true, turn: decision.turn }],
      };
    case 'clause.spoken': {
      const clauses = new Map(feed.clauses).set(decision.clause, { turn: decision.turn, text: decision.text });
      return { feed: { ...feed, clauses, turn: Math.max(feed.turn, decision.turn) }, messages: [] };
    }
    case 'playout.paused':
      return speaking({ ...feed, paused: feed.paused || feed.speaking }, false);
    case 'playout.resumed':
      return feed.paused ? speaking({ ...feed, paused: false }, true) : { feed, messages: [] };
    case 'agent_turn.finished': {
      const fed = speaking({ ...feed, line: null, clauses: new Map(), paused: false }, false);
      const { turn, text, interrupted } = decision;
      return { feed: fed.feed, messages: [...fed.messages, { type: 'transcript', role: 'agent', text, final: true, turn, interrupted }] };
    }
    case 'turn.measured': {
      const { type: _type, ...latency } = decision;
      return { feed, messages: [{ type: 'latency', ...latency }] };
    }
    case 'function.requested': {
      const call = { name: decision.name, arguments: decision.arguments, turn: decision.turn };
      const running = new Map(feed.running).set(decision.function_call_id, call);
      return { feed: { ...feed, running }, messages: [{ type: 'function', ...call, status: 'running' }] };
    }
    case 'call.ended': {
      const failure = FAILURES[decision.reason];
      return { feed, messages: failure === undefined ? [] : [{ type: 'error', ...failure, message: decision.message ?? failure.message }] };
    }
    case 'data.collected':
    case 'action.requested':
    case 'interruption.detected':
    case 'interruption.dismissed':
    case 'llm.aborted':
    case 'llm.requested':
    case 'playout.cleared':
    case 'state.changed':
      return { feed, messages: [] };
    default:
      return unreachable(decision);
  }
}
