/** Works through a request's messages to where the dialogue stands and what the agent says next. Pure. */
import type { LlmMessage, LlmRequest } from '@parley/engine/llm/llm.ts';
import { fieldOf, isFailed, isRunning, phraseClock, phraseSum, sayClock } from './questions.ts';
import { respond } from './respond.ts';
import { hereAt } from './spoken/calendar.ts';
import { plain } from './spoken/canonical.ts';
import { initialDialogue, reply, type Dialogue, type Reply, type Surroundings } from './state.ts';
import { afterCall, intentOf, pendingQuestion } from './tasks.ts';
import type { KnownScript } from './understanding.ts';

/** Share of the planned words that a message holds from their beginning on. */
function shareHeard(planned: string, message: string): number {
  const [wanted, got] = [plain(planned).split(' '), plain(message).split(' ')];
  let same = 0;
  while (same < wanted.length && wanted[same] === got[same]) same += 1;
  return wanted.length === 0 ? 1 : same / wanted.length;
}

function afterAssistant(before: Dialogue, message: Extract<LlmMessage, { role: 'assistant' }>): Dialogue {
  const { task } = before;
  const called = task?.phase.kind === 'calling' && (message.functionCalls?.length ?? 0) > 0;
  const dialogue: Dialogue = called && task !== null ? { ...before, task: { ...task, phase: { kind: 'calling', seen: true } } } : before;
  if (message.content.trim() === '') return dialogue;
  if (dialogue.said === '') return { ...dialogue, said: message.content, heard: 1 };
  const share = shareHeard(dialogue.said, message.content);
  const heard = Math.max(dialogue.heard, share);
  return { ...dialogue, heard, interposed: share < 0.2 && message.content !== '', unsaid: heard >= 0.5 ? '' : dialogue.unsaid };
}

function afterFunction(dialogue: Dialogue, message: Extract<LlmMessage, { role: 'function' }>, around: Surroundings): Reply {
  const { task, asked } = dialogue;
  const intent = task === null ? undefined : intentOf(task, around);
  if (message.name === 'end_call') return reply(dialogue, '');
  if (asked !== null && (message.name === 'current_time' || message.name === 'calculator')) {
    const said =
      asked.kind === 'sum'
        ? phraseSum(message.content, asked.expression)
        : (phraseClock(message.content, asked.question, around.timeZone) ??
          `${sayClock(asked.question, around.here)}.`.replace(/\.\.$/, '.'));
    const pending = task === null || intent === undefined ? '' : pendingQuestion(task, intent, around);
    return reply({ ...dialogue, asked: null }, `${said} ${pending}`);
  }
  if (task?.phase.kind === 'calling' && intent?.function === message.name) {
    const after = afterCall(dialogue, task, message.content, around);
    return isRunning(message.content) ? after : { ...after, dialogue: { ...after.dialogue, unsaid: firstSentences(after.text) } };
  }
  const told = fieldOf(message.content, 'message');
  return reply(dialogue, isFailed(message.content) ? 'I am sorry, that did not work.' : typeof told === 'string' ? told : 'That is done.');
}

/** Without the question at the end, which the next reply replaces. */
const firstSentences = (text: string): string =>
  text
    .split(/(?<=[.!?])\s+(?=[A-Z])/)
    .filter((one) => !one.endsWith('?'))
    .join(' ');

interface Fold {
  dialogue: Dialogue;
  /** To the last message that asks for one. */
  reply: Reply | null;
}

function afterMessage({ dialogue, reply: before }: Fold, message: LlmMessage, around: Surroundings): Fold {
  switch (message.role) {
    case 'user': {
      const next = respond(dialogue, message.content, around);
      return { dialogue: next.dialogue, reply: next };
    }
    case 'function': {
      const next = afterFunction(dialogue, message, around);
      const said = next.text === '' ? dialogue.said : next.text;
      return { dialogue: { ...next.dialogue, said, heard: 0, interposed: false }, reply: next };
    }
    case 'assistant':
      return { dialogue: afterAssistant(dialogue, message), reply: before };
    case 'system':
      return { dialogue, reply: before };
    default:
      return message satisfies never;
  }
}

/** Lines of a script inside context that was injected during the call. */
const HAS_SCRIPT = /^(?:\s*(?:q|a|hours|fallback|help|goodbye)\s*:|#+\s*intent\s*:)/im;

/** The prompt of a request: its first system message and what injected context adds to it. */
export function promptOf(messages: readonly LlmMessage[]): string {
  const [first, ...rest] = messages;
  const system = first?.role === 'system' ? first.content : '';
  const injected = rest.flatMap((message) => (message.role === 'system' && HAS_SCRIPT.test(message.content) ? [message.content] : []));
  return [system, ...injected].join('\n\n');
}

const GREETING = 'Hello, how can I help you?';

export function answer(
  request: Pick<LlmRequest, 'messages' | 'functions' | 'now' | 'timeZone' | 'language'>,
  known: KnownScript,
): Pick<Reply, 'text' | 'call'> {
  const around: Surroundings = {
    known,
    here: hereAt(request.now, request.timeZone),
    timeZone: request.timeZone,
    language: request.language,
    functions: new Map(request.functions.map((one) => [one.name, one])),
  };
  const fold = request.messages.reduce<Fold>((before, message) => afterMessage(before, message, around), {
    dialogue: initialDialogue,
    reply: null,
  });
  if (fold.reply === null) return { text: GREETING, call: null };
  return fold.reply;
}
