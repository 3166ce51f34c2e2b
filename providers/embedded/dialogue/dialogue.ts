/** One turn of the rule dialogue: what the caller said and where the talk stands, to what the agent says next. Pure. */
import { sayDate, sayTime, weekdayOf, type LocalNow } from './dates.ts';
import { arithmeticOf, asksForTime } from './questions.ts';
import type { Intent, Slot } from './script.ts';
import { extractSlots, normalise, says, topicOf, type KnownScript } from './understanding.ts';

export type Values = Readonly<Record<string, string>>;

/** What the agent waits for. */
export type Pending = { kind: 'slot'; slot: string } | { kind: 'confirm' };

export interface Dialogue {
  readonly intent: Intent | null;
  readonly values: Values;
  readonly pending: Pending | null;
  /** Times in a row that the caller was not understood. */
  readonly misses: number;
  /** What the agent said last, to repeat it. */
  readonly said: string;
}

export const initialDialogue: Dialogue = { intent: null, values: {}, pending: null, misses: 0, said: '' };

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
  script: KnownScript;
  now: LocalNow;
  /** Names of the functions that the agent has. */
  functions: readonly string[];
}

const NOT_UNDERSTOOD = ['Sorry, I did not get that.', 'I am sorry, I still did not understand.', 'Sorry, I could not follow.'];

const spoken = (slot: Slot | undefined, value: string): string => {
  if (slot?.type === 'date') return sayDate(value);
  if (slot?.type === 'time') return sayTime(value);
  return value;
};

/** Puts values into `{slots}` as they are spoken. */
export const fillIn = (template: string, intent: Intent, values: Values): string =>
  template
    .replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return value === undefined ? whole : spoken(intent.slots.find((slot) => slot.name === name), value);
    })
    // "at two p.m." needs no second full stop.
    .replace(/\.\.(?=\s|$)/g, '.');

const saying = (dialogue: Dialogue, text: string, call: FunctionRequest | null = null): Reply => ({ dialogue: { ...dialogue, said: text === '' ? dialogue.said : text }, text, call });

/** The question that is open, to come back to after a digression. */
function openQuestion(dialogue: Dialogue): string {
  const { intent, pending, values } = dialogue;
  if (intent === null || pending === null) return '';
  if (pending.kind === 'confirm') return fillIn(intent.confirm ?? '', intent, values);
  return intent.slots.find((slot) => slot.name === pending.slot)?.question ?? '';
}

const joined = (...parts: string[]): string => parts.filter((part) => part !== '').join(' ');

/** Says that a date or time is outside the opening hours, null when all is well. */
function closedAt(values: Values, { script, now }: Surroundings): { message: string; drop: string[] } | null {
  const { hours } = script;
  const { date, time } = values;
  if (date !== undefined && date < now.today.toISOString().slice(0, 10)) return { message: 'That day has passed.', drop: ['date'] };
  if (hours === null || date === undefined) return null;
  const day = hours[weekdayOf(date)];
  if (day === undefined) return { message: `I am sorry, we are closed on ${(sayDate(date).split(' ')[0] ?? '')}s.`, drop: ['date'] };
  if (time === undefined) return null;
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const at = hour * 60 + minute;
  if (at >= day.from && at < day.to) return null;
  const clock = (minutes: number): string => sayTime(`${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`);
  return { message: `We are open from ${clock(day.from)} to ${clock(day.to)} that day.`, drop: ['time'] };
}

/** Asks for what is missing, confirms, or is done. */
function advance(dialogue: Dialogue, lead: string, around: Surroundings): Reply {
  const { intent } = dialogue;
  if (intent === null) return saying(dialogue, lead);
  const closed = closedAt(dialogue.values, around);
  const values = closed === null ? dialogue.values : Object.fromEntries(Object.entries(dialogue.values).filter(([name]) => !closed.drop.includes(name)));
  const opening = joined(lead, closed?.message ?? '');
  const missing = intent.slots.find((slot) => !slot.optional && values[slot.name] === undefined);
  if (missing !== undefined) {
    return saying({ ...dialogue, values, pending: { kind: 'slot', slot: missing.name } }, joined(opening, missing.question));
  }
  if (intent.confirm !== null) return saying({ ...dialogue, values, pending: { kind: 'confirm' } }, joined(opening, fillIn(intent.confirm, intent, values)));
  return complete({ ...dialogue, values }, opening, around);
}

/** All slots are there and confirmed. */
function complete(dialogue: Dialogue, lead: string, { functions }: Surroundings): Reply {
  const { intent, values } = dialogue;
  if (intent === null) return saying(dialogue, lead);
  if (intent.function !== null && functions.includes(intent.function)) {
    return saying({ ...dialogue, pending: null }, lead, { name: intent.function, arguments: { ...values } });
  }
  return saying({ ...initialDialogue, said: dialogue.said }, joined(lead, fillIn(intent.done, intent, values)));
}

/** A function of the script has finished. */
export function afterFunction(dialogue: Dialogue, ok: boolean): Reply {
  const { intent, values } = dialogue;
  if (intent === null) return saying(dialogue, '');
  const text = ok ? fillIn(intent.done, intent, values) : 'I am sorry, that did not work. Shall I try again later?';
  return saying({ ...initialDialogue }, text);
}

function missed(dialogue: Dialogue, { script }: Surroundings): Reply {
  const misses = dialogue.misses + 1;
  const apology = NOT_UNDERSTOOD[(misses - 1) % NOT_UNDERSTOOD.length] ?? '';
  const question = openQuestion(dialogue);
  if (misses >= 3 && question !== '') {
    return saying({ ...initialDialogue }, `${apology} Let us leave that for now. ${script.fallback ?? 'What else can I do for you?'}`);
  }
  if (question !== '') return saying({ ...dialogue, misses }, joined(apology, question));
  const { fallback } = script;
  return saying({ ...dialogue, misses }, misses === 1 && fallback !== null ? fallback : joined(apology, fallback ?? 'Could you say it in other words?'));
}

/** Small talk and commands that work anywhere; null when it is none. */
function anywhere(text: string, dialogue: Dialogue, around: Surroundings): Reply | null {
  const { script, functions } = around;
  const question = openQuestion(dialogue);
  if (says.repeat(text)) return saying(dialogue, dialogue.said === '' ? 'I did not say anything yet.' : dialogue.said);
  if (says.abandon(text) && dialogue.intent !== null) return saying({ ...initialDialogue }, 'All right, I leave it. What else can I do for you?');
  if (says.goodbye(text)) {
    const call = functions.includes('end_call') ? { name: 'end_call', arguments: {} } : null;
    return saying({ ...initialDialogue }, script.goodbye ?? 'Thank you for calling. Goodbye.', call);
  }
  if (asksForTime(text) && functions.includes('current_time')) return saying(dialogue, '', { name: 'current_time', arguments: {} });
  const expression = functions.includes('calculator') ? arithmeticOf(text) : null;
  if (expression !== null) return saying(dialogue, '', { name: 'calculator', arguments: { expression } });
  if (says.thanks(text) && !says.yes(text)) return saying(dialogue, joined('You are welcome.', question === '' ? 'Is there anything else?' : question));
  if (says.greeting(text)) return saying(dialogue, joined('Hello.', question === '' ? 'How can I help you?' : question));
  if (says.help(text)) return saying(dialogue, joined(script.fallback ?? 'Ask me anything I was told about.', question));
  return null;
}

/** The answer to a question of the script, then back to what was open. */
function digress(text: string, dialogue: Dialogue, { script }: Surroundings, busy: boolean): Reply | null {
  const topic = topicOf(text, script, busy);
  if (topic?.kind !== 'faq') return null;
  return saying({ ...dialogue, misses: 0 }, joined(topic.faq.answer, openQuestion(dialogue)));
}

function begin(text: string, dialogue: Dialogue, around: Surroundings): Reply | null {
  const topic = topicOf(text, around.script, dialogue.intent !== null);
  if (topic?.kind !== 'intent' || topic.intent === dialogue.intent) return null;
  const values = extractSlots(text, topic.intent.slots, null, around.now);
  return advance({ ...initialDialogue, intent: topic.intent, values, said: dialogue.said }, '', around);
}

function onConfirm(text: string, dialogue: Dialogue, intent: Intent, around: Surroundings): Reply | null {
  const corrected = extractSlots(text.replace(/^(?:no|nope|yes|yeah|actually|sorry)\s+/, ''), intent.slots, null, around.now);
  const changes = Object.entries(corrected).some(([name, value]) => dialogue.values[name] !== value);
  if (changes) return advance({ ...dialogue, values: { ...dialogue.values, ...corrected }, misses: 0 }, 'All right.', around);
  if (says.yes(text)) return complete({ ...dialogue, misses: 0 }, '', around);
  if (says.no(text)) {
    if (/\b(?:wrong|change|different|not right|not correct)\b/.test(text)) return saying({ ...dialogue, misses: 0 }, 'What should I change?');
    return saying({ ...initialDialogue }, intent.refused ?? 'All right. What else can I do for you?');
  }
  return null;
}

function onSlot(text: string, dialogue: Dialogue, intent: Intent, asked: Slot | null, around: Surroundings): Reply | null {
  // A question of the caller is no answer, whatever words it has in common with one.
  if (says.question(text)) {
    const aside = digress(text, dialogue, around, true);
    if (aside !== null) return aside;
  }
  const values = extractSlots(text, intent.slots, asked, around.now);
  if (Object.keys(values).length === 0) return null;
  return advance({ ...dialogue, values: { ...dialogue.values, ...values }, misses: 0 }, '', around);
}

export const UNINTELLIGIBLE = '[unintelligible]';

/** The agent's next words after the caller's `utterance`. */
export function respond(dialogue: Dialogue, utterance: string, around: Surroundings): Reply {
  if (utterance.trim() === '' || utterance.includes(UNINTELLIGIBLE)) return missed(dialogue, around);
  const text = normalise(utterance);
  const { intent, pending } = dialogue;
  const command = anywhere(text, dialogue, around);
  if (command !== null) return command;
  if (intent !== null && pending !== null) {
    const asked = pending.kind === 'slot' ? (intent.slots.find((slot) => slot.name === pending.slot) ?? null) : null;
    const answer = pending.kind === 'confirm' ? onConfirm(text, dialogue, intent, around) : onSlot(text, dialogue, intent, asked, around);
    const next = answer ?? begin(text, dialogue, around) ?? digress(text, dialogue, around, true);
    return next ?? missed(dialogue, around);
  }
  const next = begin(text, dialogue, around) ?? digress(text, dialogue, around, false);
  if (next !== null) return next;
  if (says.no(text)) return saying(dialogue, around.script.goodbye === null ? 'All right.' : 'All right. Call again whenever you like.');
  if (says.yes(text)) return saying(dialogue, 'What can I do for you?');
  return missed(dialogue, around);
}
