/** Carries out what a caller wants: asks for what is missing, has it confirmed, calls the function. Pure. */
import type { Intent, Slot } from './script.ts';
import { refusalOf } from './slots.ts';
import { fieldOf, isFailed, isRunning } from './questions.ts';
import {
  reply,
  type Dialogue,
  type FunctionRequest,
  type Phase,
  type Reply,
  type Surroundings,
  type Task,
  type Value,
  type Values,
} from './state.ts';
import {
  ACKNOWLEDGED,
  ANYTHING_ELSE,
  BACK_TO,
  confirmText,
  DEFAULT_REFUSED,
  exampleFor,
  fillIn,
  NOT_UNDERSTOOD,
  OUT_OF_HERE,
  pick,
  sayValue,
  WHAT_TO_CHANGE,
} from './wording.ts';

export const intentOf = (task: Task, around: Surroundings): Intent | undefined =>
  around.known.script.intents.find((one) => one.name === task.intent);
const slotOf = (intent: Intent, name: string): Slot | undefined => intent.slots.find((slot) => slot.name === name);

const join = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

/** The slot that an answer would go to now. */
export function askedSlot(task: Task, intent: Intent): Slot | null {
  const { phase } = task;
  return phase.kind === 'asking' || phase.kind === 'offering' ? (slotOf(intent, phase.slot) ?? null) : null;
}

/** Keeps values of the wrong day out of the function: types as its schema says. */
function argumentOf(value: Value, schema: unknown): unknown {
  const type = typeof schema === 'object' && schema !== null && 'type' in schema ? schema.type : undefined;
  if (value.type === 'yes_no') return type === 'string' ? value.text : value.text === 'yes';
  if (value.type !== 'number') return value.text;
  const number = Number(value.text);
  return type === 'string' || !Number.isSafeInteger(Math.trunc(number))
    ? value.text
    : type === undefined && value.text.startsWith('0')
      ? value.text
      : number;
}

function callOf(intent: Intent, values: Values, around: Surroundings): FunctionRequest | null {
  const declared = intent.function === null ? undefined : around.functions.get(intent.function);
  if (declared === undefined) return null;
  const properties = declared.parameters['properties'];
  const known = typeof properties === 'object' && properties !== null ? (properties as Record<string, unknown>) : null;
  const given = intent.slots.flatMap(({ name }): [string, unknown][] => {
    const value = values[name];
    // A function that lists its parameters gets no others.
    if (value === undefined || (known !== null && Object.keys(known).length > 0 && !Object.hasOwn(known, name))) return [];
    return [[name, argumentOf(value, known?.[name])]];
  });
  return { name: declared.name, arguments: Object.fromEntries(given) };
}

const withTask = (dialogue: Dialogue, task: Task): Dialogue => ({ ...dialogue, task, misses: 0 });
const inPhase = (task: Task, phase: Phase, misses = 0): Task => ({ ...task, phase, misses });

/** What the agent last asked in this task, said again. */
export function pendingQuestion(task: Task, intent: Intent, around: Surroundings): string {
  const { phase } = task;
  switch (phase.kind) {
    case 'asking':
      return slotOf(intent, phase.slot)?.question ?? '';
    case 'offering':
      return offerText(phase.value, around);
    case 'confirming':
      return confirmText(intent, task.values, around.here) ?? '';
    case 'changing':
      return WHAT_TO_CHANGE;
    case 'calling':
      return 'One moment, please. I am still working on that.';
    default:
      return phase satisfies never;
  }
}

const offerText = (value: Value, around: Surroundings): string => `How about ${sayValue(value, around.here)}?`.replace('.?', '.?');

/** Goes on with the task: the next question, the confirmation, or the function. `lead` is said first. */
export function advance(dialogue: Dialogue, task: Task, around: Surroundings, lead = ''): Reply {
  const intent = intentOf(task, around);
  if (intent === undefined) return reply({ ...dialogue, task: null }, join(lead, ANYTHING_ELSE));
  const refusal = refusalOf(intent, task.values, around);
  if (refusal !== null) {
    const values = Object.fromEntries(Object.entries(task.values).filter(([name]) => name !== refusal.slot));
    const question = slotOf(intent, refusal.slot)?.question ?? '';
    const phase: Phase =
      refusal.offer === null ? { kind: 'asking', slot: refusal.slot } : { kind: 'offering', slot: refusal.slot, value: refusal.offer };
    const next = inPhase({ ...task, values }, phase);
    return reply(
      withTask(dialogue, next),
      join(lead, refusal.because, refusal.offer === null ? question : offerText(refusal.offer, around)),
    );
  }
  const missing = intent.slots.find((slot) => !slot.optional && task.values[slot.name] === undefined);
  if (missing !== undefined) {
    return reply(withTask(dialogue, inPhase(task, { kind: 'asking', slot: missing.name })), join(lead, missing.question));
  }
  const confirm = confirmText(intent, task.values, around.here);
  if (confirm === null) return carryOut(dialogue, task, around, lead);
  return reply(withTask(dialogue, inPhase(task, { kind: 'confirming', agreed: false })), join(lead, confirm));
}

/** Calls the intent's function; without one, the task is done at once. */
export function carryOut(dialogue: Dialogue, task: Task, around: Surroundings, lead = ''): Reply {
  const intent = intentOf(task, around);
  const call = intent === undefined ? null : callOf(intent, task.values, around);
  if (call === null) return finish(dialogue, task, around, { content: '{}', lead });
  return reply(withTask(dialogue, inPhase(task, { kind: 'calling', seen: false })), lead, call);
}

/** A function's result field as words, for the `Done:` sentence. */
const resultField =
  (content: string) =>
  (name: string): string | undefined => {
    const value = fieldOf(content, name);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };

/** Takes up what was left for this task. */
function resume(dialogue: Dialogue, around: Surroundings, lead: string): Reply {
  const [next, ...suspended] = dialogue.suspended;
  if (next === undefined) return reply({ ...dialogue, task: null }, lead);
  // The closing question of the inner task would be answered instead of the one taken up.
  const short = lead.replace(/\s*[^.!?]*(?:anything|what) else[^.!?]*\?\s*$/i, '');
  const intent = intentOf(next, around);
  const name = intent?.slots.find((slot) => slot.type === 'name');
  const known =
    name === undefined || dialogue.callerName === null ? {} : { [name.name]: { type: 'name' as const, text: dialogue.callerName } };
  return advance(
    { ...dialogue, suspended, task: null },
    { ...next, values: { ...known, ...next.values } },
    around,
    join(short, pick(BACK_TO, dialogue.suspended.length - 1)),
  );
}

function finish(dialogue: Dialogue, task: Task, around: Surroundings, { content, lead }: { content: string; lead: string }): Reply {
  const intent = intentOf(task, around);
  const template = intent?.done ?? `That is done. ${ANYTHING_ELSE}`;
  const text = join(lead, fillIn(template, task.values, around.here, resultField(content)));
  const name = Object.values(task.values).find((value) => value.type === 'name')?.text ?? dialogue.callerName;
  return resume({ ...dialogue, task: null, finished: task, callerName: name, misses: 0 }, around, text);
}

export function abandon(dialogue: Dialogue, around: Surroundings): Reply {
  const intent = dialogue.task === null ? undefined : intentOf(dialogue.task, around);
  const text = intent?.refused ?? `${DEFAULT_REFUSED} ${ANYTHING_ELSE}`;
  return resume({ ...dialogue, task: null, misses: 0 }, around, text);
}

/** The result of the function that the task called. */
export function afterCall(dialogue: Dialogue, task: Task, content: string, around: Surroundings): Reply {
  if (isRunning(content)) return reply(dialogue, 'One moment, please.');
  if (isFailed(content)) {
    return reply(
      withTask(dialogue, inPhase(task, { kind: 'confirming', agreed: false })),
      'I am sorry, that did not work. Shall I try again?',
    );
  }
  return finish(dialogue, task, around, { content, lead: '' });
}

const MAX_MISSES = 4;

/** No answer to what was asked: asks again in other words, shows a way out, and leaves it in the end. */
export function askAgain(dialogue: Dialogue, task: Task, around: Surroundings, because?: string): Reply {
  const intent = intentOf(task, around);
  const misses = task.misses + 1;
  if (intent === undefined || misses > MAX_MISSES) {
    const refused = intent?.refused ?? `${DEFAULT_REFUSED} ${ANYTHING_ELSE}`;
    return resume({ ...dialogue, task: null, misses: 0 }, around, join('I am sorry, I could not get that.', refused));
  }
  const lead = because ?? pick(NOT_UNDERSTOOD, misses - 1);
  const slot = askedSlot(task, intent);
  const hint = misses >= 2 ? join(slot === null ? 'A yes or no is enough.' : exampleFor(slot.type, slot.choices), OUT_OF_HERE) : '';
  const next = { ...task, misses };
  return reply({ ...dialogue, task: next, misses: 0 }, join(lead, pendingQuestion(next, intent, around), hint));
}

/** Says what was changed, or taken instead of what was asked, before it goes on, so that a wrong value is heard. */
export function update(dialogue: Dialogue, task: Task, values: Values, around: Surroundings): Reply {
  const { phase } = task;
  const next: Task = { ...task, values: { ...task.values, ...values }, misses: 0 };
  if (phase.kind !== 'asking' && phase.kind !== 'offering') return advance(dialogue, next, around, `${pick(ACKNOWLEDGED, 0)}.`);
  const unasked = values[phase.slot] === undefined;
  const aloud = Object.entries(values).filter(
    ([name, value]) => unasked || (task.values[name] !== undefined && task.values[name].text !== value.text),
  );
  const lead =
    aloud.length === 0
      ? ''
      : `${pick(ACKNOWLEDGED, aloud.length)}, ${aloud.map(([, value]) => sayValue(value, around.here)).join(', ')}.`.replace(/\.\.$/, '.');
  if (!unasked || phase.kind !== 'offering') return advance(dialogue, next, around, lead);
  return reply(withTask(dialogue, next), join(lead, offerText(phase.value, around)));
}

/** A slot that the caller names instead of giving its value: "the date is wrong". */
export function slotNamed(text: string, intent: Intent): Slot | null {
  const words: Readonly<Record<Slot['type'], RegExp>> = {
    name: /\bnames?\b/,
    date: /\b(?:date|day)\b/,
    time: /\b(?:time|hour)\b/,
    number: /\bnumber\b/,
    yes_no: /(?!)/,
    text: /(?!)/,
    one_of: /(?!)/,
  };
  return (
    intent.slots.find(
      (slot) => new RegExp(`\\b${slot.name.replace(/_/g, ' ').toLowerCase()}\\b`).test(text) || words[slot.type].test(text),
    ) ?? null
  );
}

/** Empties a slot and asks for it anew. */
export function askFor(dialogue: Dialogue, task: Task, slot: Slot): Reply {
  const values = Object.fromEntries(Object.entries(task.values).filter(([name]) => name !== slot.name));
  const question = slot.question === '' ? `What is the ${slot.name.replace(/_/g, ' ')}?` : slot.question;
  return reply(
    withTask(dialogue, inPhase({ ...task, values }, { kind: 'asking', slot: slot.name })),
    join(`${pick(ACKNOWLEDGED, 0)}.`, question),
  );
}
