/** Messages: of a typed exchange as the model sees them, of a call as its events tell them. Pure. */
import type { CallEvent, Message } from '@parley/contract';
import type { LlmMessage } from '@parley/engine/llm/llm.ts';

type FunctionMessage = Extract<Message, { role: 'function' }>;

const resultText = ({ status, result, error }: FunctionMessage): string =>
  JSON.stringify(status === 'succeeded' ? (result ?? null) : { error: error ?? 'failed' });

/** As the model takes them: the functions that the agent called stand with what it said before. */
export function modelMessages(messages: readonly Message[]): LlmMessage[] {
  const history: LlmMessage[] = [];
  for (let at = 0; at < messages.length; at += 1) {
    const message = messages[at];
    if (message === undefined) continue;
    if (message.role === 'user' || message.role === 'system') {
      history.push({ role: message.role, content: message.content });
      continue;
    }
    const first = message.role === 'agent' ? at + 1 : at;
    const end = messages.findIndex((one, index) => index >= first && one.role !== 'function');
    const functions = messages.slice(first, end === -1 ? undefined : end).filter((one) => one.role === 'function');
    history.push(...withFunctions(message.role === 'agent' ? message.content : '', functions));
    at = first + functions.length - 1;
  }
  return history;
}

const withFunctions = (content: string, functions: readonly FunctionMessage[]): LlmMessage[] => [
  functions.length === 0
    ? { role: 'assistant', content }
    : { role: 'assistant', content, functionCalls: functions.map((one) => ({ id: one.id, name: one.name, arguments: one.arguments })) },
  ...functions.map((one): LlmMessage => ({ role: 'function', functionCallId: one.id, name: one.name, content: resultText(one) })),
];

type Told = CallEvent['event'];

/** Of the call's log: what messages are made of. */
const MAKES_MESSAGES = {
  'call.started': false,
  'user_speech.started': false,
  'user_speech.ended': false,
  'user_transcript.partial': false,
  'user_transcript.final': false,
  'user_text.received': false,
  'digit.received': false,
  'context.injected': true,
  'call.ringing': false,
  'call.answered': false,
  'call.held': false,
  'call.resumed': false,
  'call.taken_over': false,
  'llm.delta_received': false,
  'llm.function_called': false,
  'llm.finished': false,
  'llm.failed': false,
  'tts.first_audio': false,
  'tts.finished': false,
  'tts.failed': false,
  'playout.started': false,
  'playout.finished': false,
  'playout.stopped': false,
  'function.finished': true,
  'action.finished': true,
  'stt.failed': false,
  'hearing.interrupted': false,
  'attempt.settled': false,
  'timer.fired': false,
  'hangup.requested': false,
  'defect.reported': false,
  'transport.closed': false,
  'state.changed': false,
  'user_turn.committed': true,
  'llm.requested': false,
  'llm.aborted': false,
  'clause.spoken': false,
  'playout.paused': false,
  'playout.resumed': false,
  'playout.cleared': false,
  'interruption.detected': false,
  'interruption.dismissed': false,
  'agent_turn.finished': true,
  'turn.measured': false,
  'function.requested': true,
  'action.requested': false,
  'data.collected': false,
  'call.ended': false,
  'call.analyzed': false,
} as const satisfies Record<Told['type'], boolean>;

type MessageEventType = { [T in Told['type']]: (typeof MAKES_MESSAGES)[T] extends true ? T : never }[Told['type']];
type MessageEvent = Extract<Told, { type: MessageEventType }>;

const makesMessage = (type: Told['type']): type is MessageEventType => MAKES_MESSAGES[type];
const isMessageEvent = (event: Told): event is MessageEvent => makesMessage(event.type);

export const MESSAGE_EVENTS: readonly MessageEventType[] = (Object.keys(MAKES_MESSAGES) as Told['type'][]).filter(makesMessage);

/** The message that an event makes or changes, and what it is known by; undefined when what it changes is not there. */
function messageOf(
  event: MessageEvent,
  { seq, now }: { seq: number; now: string },
  timeOf: (ms: number) => string,
  known: ReadonlyMap<string, Message>,
): [string, Message] | undefined {
  switch (event.type) {
    case 'user_turn.committed': {
      const { turn, text, start_ms, end_ms } = event;
      const id = `user_${String(turn)}`;
      return [id, { id, role: 'user', content: text, created_at: timeOf(end_ms), start_ms, end_ms }];
    }
    case 'agent_turn.finished': {
      const { turn, text, start_ms, end_ms, interrupted } = event;
      const id = `agent_${String(turn)}_${String(seq)}`;
      return [id, { id, role: 'agent', content: text, created_at: timeOf(start_ms), start_ms, end_ms, interrupted }];
    }
    case 'function.requested': {
      const { function_call_id: id, name, arguments: args } = event;
      return [id, { id, role: 'function', name, arguments: args, status: 'running', ms: null, created_at: now }];
    }
    case 'function.finished': {
      const asked = known.get(event.function_call_id);
      if (asked?.role !== 'function') return undefined;
      const outcome = event.ok
        ? { status: 'succeeded' as const, result: event.result }
        : { status: 'failed' as const, error: event.error ?? 'failed' };
      return [asked.id, { ...asked, ...outcome, ms: event.ms }];
    }
    case 'action.finished': {
      const asked = known.get(event.function_call_id);
      if (asked?.role !== 'function' || event.ok) return undefined;
      const { result: _result, ...without } = asked;
      return [asked.id, { ...without, status: 'failed', error: event.error ?? 'failed' }];
    }
    case 'context.injected': {
      const id = `system_${String(seq)}`;
      return [id, { id, role: 'system', content: event.text, created_at: now }];
    }
    default:
      return event satisfies never;
  }
}

/** What was said in a call, as messages; a turn that was committed again replaces what it was before. */
export function spokenMessages(events: readonly CallEvent[], startedAt: Date): Message[] {
  const messages = new Map<string, Message>();
  const timeOf = (ms: number): string => new Date(startedAt.getTime() + ms).toISOString();
  for (const { seq, at_ms, event } of events) {
    if (!isMessageEvent(event)) continue;
    const [id, message] = messageOf(event, { seq, now: timeOf(at_ms) }, timeOf, messages) ?? [];
    if (id !== undefined && message !== undefined) messages.set(id, message);
  }
  return [...messages.values()].sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at));
}
