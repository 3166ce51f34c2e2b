/** What the Talk panel knows of its call: a pure reducer over what happened. */
import type { CreatedCall, ServerMessage } from '@parley/contract';

export type Phase = 'idle' | 'preparing' | 'connecting' | 'live' | 'ended' | 'failed';
type Latency = Omit<Extract<ServerMessage, { type: 'latency' }>, 'type' | 'turn'>;
type FunctionMessage = Extract<ServerMessage, { type: 'function' }>;

export type Line =
  | { kind: 'user'; id: string; turn: number; text: string; final: boolean }
  | { kind: 'agent'; id: string; turn: number; text: string; final: boolean; interrupted: boolean; unheard: string }
  | { kind: 'function'; id: string; turn: number; name: string; arguments: unknown; status: FunctionMessage['status']; ms: number | null };

export interface CallState {
  readonly phase: Phase;
  readonly callId: string | null;
  readonly transport: 'webrtc' | 'websocket' | null;
  readonly liveAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly reason: string | null;
  /** One line: why the call is typed, or went on another way. */
  readonly notice: string | null;
  readonly failure: { message: string; requestId: string | null } | null;
  readonly lines: readonly Line[];
  readonly latencies: ReadonlyMap<number, Latency>;
  readonly userSpeaking: boolean;
  readonly agentSpeaking: boolean;
  /** The caller put the call on hold. */
  readonly held: boolean;
}

export const IDLE: CallState = {
  phase: 'idle',
  callId: null,
  transport: null,
  liveAtMs: null,
  endedAtMs: null,
  reason: null,
  notice: null,
  failure: null,
  lines: [],
  latencies: new Map(),
  userSpeaking: false,
  agentSpeaking: false,
  held: false,
};

export type Happening =
  | { type: 'pressed' }
  | { type: 'registered'; call: Pick<CreatedCall, 'id'> }
  | { type: 'noticed'; notice: string }
  | { type: 'connected'; transport: 'webrtc' | 'websocket'; atMs: number }
  | { type: 'received'; message: ServerMessage; atMs: number }
  | { type: 'failed'; message: string; requestId: string | null; atMs: number }
  | { type: 'ended'; reason: string; atMs: number };

/** Phases from which the call can still go on. */
const RUNNING: ReadonlySet<Phase> = new Set(['preparing', 'connecting', 'live']);
export const isRunning = (phase: Phase): boolean => RUNNING.has(phase);

export function reduce(state: CallState, happening: Happening): CallState {
  switch (happening.type) {
    case 'pressed':
      return { ...IDLE, phase: 'preparing' };
    case 'registered':
      return state.phase === 'preparing' || state.phase === 'connecting'
        ? { ...state, phase: 'connecting', callId: happening.call.id }
        : state;
    case 'noticed':
      return { ...state, notice: happening.notice };
    case 'connected':
      return state.phase === 'connecting' ? { ...state, phase: 'live', transport: happening.transport, liveAtMs: happening.atMs } : state;
    case 'received':
      return receive(state, happening.message, happening.atMs);
    case 'failed':
      if (!isRunning(state.phase)) return state;
      return {
        ...quiet(state),
        phase: 'failed',
        endedAtMs: happening.atMs,
        failure: { message: happening.message, requestId: happening.requestId },
      };
    case 'ended':
      return isRunning(state.phase) ? { ...quiet(state), phase: 'ended', endedAtMs: happening.atMs, reason: happening.reason } : state;
    default:
      return happening satisfies never;
  }
}

const quiet = (state: CallState): CallState => ({ ...state, userSpeaking: false, agentSpeaking: false, held: false });

/** A refusal says when the same may work. */
const saidOf = ({ message, retry_after }: Extract<ServerMessage, { type: 'error' }>): string =>
  retry_after === undefined ? message : `${message} Try again in ${String(retry_after)} seconds.`;

function receive(state: CallState, message: ServerMessage, atMs: number): CallState {
  switch (message.type) {
    case 'ready':
    case 'clear':
      return state;
    case 'agent_speaking':
      return { ...state, agentSpeaking: message.value };
    case 'held':
      return { ...state, held: message.value };
    case 'user_speaking':
      return { ...state, userSpeaking: message.value };
    case 'transcript':
      return { ...state, lines: message.role === 'user' ? heardUser(state.lines, message) : heardAgent(state.lines, message) };
    case 'function':
      return { ...state, lines: ran(state.lines, message) };
    case 'latency': {
      const { type: _type, turn, ...latency } = message;
      return { ...state, latencies: new Map(state.latencies).set(turn, latency) };
    }
    case 'error':
      return reduce(state, { type: 'failed', message: saidOf(message), requestId: null, atMs });
    case 'ended':
      return reduce(state, { type: 'ended', reason: message.reason, atMs });
    default:
      return message satisfies never;
  }
}

type Transcript = Extract<ServerMessage, { type: 'transcript' }>;

const put = (lines: readonly Line[], line: Line): Line[] => {
  const at = lines.findIndex(({ id }) => id === line.id);
  return at === -1 ? [...lines, line] : lines.with(at, line);
};

/** A partial is a guess at the turn to come: the final line of any turn replaces it. */
function heardUser(lines: readonly Line[], { turn, text, final }: Transcript): readonly Line[] {
  const settled = final ? lines.filter((line) => line.kind !== 'user' || line.final) : lines;
  if (text === '') return settled;
  return put(settled, { kind: 'user', id: final ? `user-${turn}` : 'user-now', turn, text, final });
}

function heardAgent(lines: readonly Line[], { turn, text, final, interrupted = false }: Transcript): readonly Line[] {
  const id = `agent-${turn}`;
  const before = lines.find((line) => line.id === id);
  const begun = before?.kind === 'agent' ? before.text : '';
  const unheard = final && interrupted ? unheardOf(begun, text) : '';
  if (text === '' && unheard === '') return lines.filter((line) => line.id !== id);
  return put(lines, { kind: 'agent', id, turn, text, final, interrupted, unheard });
}

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** The words of the clauses that had begun to play, after those that were heard. */
export const unheardOf = (begun: string, heard: string): string => words(begun).slice(words(heard).length).join(' ');

function ran(lines: readonly Line[], { name, arguments: given, status, ms, turn }: FunctionMessage): readonly Line[] {
  const running = lines.findLast(
    (line) => line.kind === 'function' && line.name === name && line.turn === turn && line.status === 'running',
  );
  const id = status === 'running' || running === undefined ? `function-${lines.length}-${name}` : running.id;
  return put(lines, { kind: 'function', id, turn, name, arguments: given, status, ms: ms ?? null });
}
