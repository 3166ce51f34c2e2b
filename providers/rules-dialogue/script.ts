/**
 * The parts of an agent's prompt that the embedded dialogue model follows (docs/embedded-dialogue.md): plain text that a
 * language model reads as well. Pure.
 *
 * ```
 * Hours: Monday to Friday 08:00-17:00
 * Fallback: Sorry, I can only help with appointments.
 * Goodbye: Thank you for calling. Goodbye.
 *
 * Q: What are your opening hours? / When are you open?
 * A: We are open Monday to Friday from eight to five.
 *
 * ## Intent: book_appointment
 * Title: book an appointment
 * Examples:
 * - I would like to book an appointment on {date}
 * Slots:
 * - name: name, What is your name?
 * Confirm: So that is {name}. Is that right?
 * Function: book_appointment
 * Done: You are booked, {name}.
 * If refused: All right, nothing is booked.
 * ```
 */
import { parseHours, type OpeningHours } from './hours.ts';

const SLOT_TYPES = ['name', 'date', 'time', 'number', 'yes_no', 'text', 'one_of'] as const;
export type SlotType = (typeof SLOT_TYPES)[number];

export interface Slot {
  name: string;
  type: SlotType;
  /** Choices of a `one_of` slot. */
  choices: string[];
  /** What the agent asks to fill it; empty only for an optional slot. */
  question: string;
  /** An optional slot is taken when said and never asked for. */
  optional: boolean;
}

export interface Intent {
  name: string;
  /** What the caller wants to do, after "to": `book an appointment`. */
  title: string;
  examples: string[];
  slots: Slot[];
  confirm: string | null;
  function: string | null;
  done: string | null;
  refused: string | null;
  /** The intent that carries out a change of mind after this one is done. */
  changedBy: string | null;
}

export interface Faq {
  questions: string[];
  answer: string;
}

interface ScriptProblem {
  line: number;
  message: string;
}

export interface Script {
  intents: Intent[];
  faqs: Faq[];
  hours: OpeningHours | null;
  fallback: string | null;
  help: string | null;
  goodbye: string | null;
  problems: ScriptProblem[];
}

type ListName = 'examples' | 'slots';

const FIELDS = ['title', 'examples', 'slots', 'confirm', 'function', 'done', 'if refused', 'if changed'] as const;
const isOneOf = <T extends string>(values: readonly T[], text: string): text is T => (values as readonly string[]).includes(text);

/** One slot line: `name: type, question` or `name (optional): one of a | b, question`. */
function parseSlot(text: string): Slot | string {
  const match = /^(\w+)\s*(\(optional\))?\s*:\s*([^,]+?)\s*(?:,\s*(.*))?$/i.exec(text);
  if (match === null) return 'A slot reads "- name: type, question".';
  const [, name = '', optional, typeText = '', question = ''] = match;
  const listed = /^one[ _-]of\b\s*:?\s*(.*)$/i.exec(typeText);
  const type = listed !== null ? 'one_of' : typeText.toLowerCase().replace(/[ /-]+/g, '_');
  if (!isOneOf(SLOT_TYPES, type)) return `"${typeText}" is no slot type; the types are ${SLOT_TYPES.join(', ')}.`;
  const choices = (listed?.[1] ?? '')
    .split('|')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (type === 'one_of' && choices.length < 2) return `Slot "${name}" needs its choices: "one of red | green".`;
  if (question === '' && optional === undefined) return `Slot "${name}" has no question.`;
  return { name, type, choices, question, optional: optional !== undefined };
}

const slotsIn = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');

class Parser {
  readonly script: Script = { intents: [], faqs: [], hours: null, fallback: null, help: null, goodbye: null, problems: [] };
  /** Where each intent began, for problems seen only at its end. */
  readonly #began = new Map<Intent, number>();
  #intent: Intent | null = null;
  #list: ListName | null = null;
  #questions: { texts: string[]; line: number } = { texts: [], line: 0 };
  /** The answer that following lines continue. */
  #open: Faq | null = null;

  #problem(line: number, message: string): void {
    this.script.problems.push({ line, message });
  }

  line(text: string, number: number): void {
    if (text === '') {
      this.#open = null;
      return;
    }
    if (/^#+(?:\s|$)/.test(text)) return this.#heading(text, number);
    if (this.#general(text, number)) return;
    if (this.#intent !== null && this.#intentLine(this.#intent, text, number)) return;
    if (this.#open !== null) this.#open.answer += ` ${text}`;
  }

  #heading(text: string, line: number): void {
    this.#list = null;
    this.#open = null;
    this.#intent = null;
    const intent = /^#+\s*intent\s*:\s*(.*)$/i.exec(text);
    if (intent === null) return;
    const name = (intent[1] ?? '').trim();
    if (!/^\w+$/.test(name))
      return this.#problem(line, 'An intent needs a name of letters, digits and underscores: "## Intent: book_appointment".');
    if (this.script.intents.some((one) => one.name === name))
      return this.#problem(line, `There are two intents named "${name}"; this one is left out.`);
    this.#intent = {
      name,
      title: name.replace(/_/g, ' '),
      examples: [],
      slots: [],
      confirm: null,
      function: null,
      done: null,
      refused: null,
      changedBy: null,
    };
    this.#began.set(this.#intent, line);
    this.script.intents.push(this.#intent);
  }

  #intentLine(intent: Intent, text: string, line: number): boolean {
    const item = /^[-*•]\s+(.*)$/.exec(text);
    if (item !== null && this.#list !== null) {
      this.#item(intent, this.#list, (item[1] ?? '').trim(), line);
      return true;
    }
    const field = /^([a-z][a-z ]{2,20}?)\s*:\s*(.*)$/i.exec(text);
    if (field === null) return false;
    const [, key = '', value = ''] = field;
    const name = key.toLowerCase();
    if (isOneOf(FIELDS, name)) this.#field(intent, name, value.trim(), line);
    else this.#problem(line, `"${key}" is no field of an intent; the fields are ${FIELDS.join(', ')}.`);
    return true;
  }

  #item(intent: Intent, list: ListName, text: string, line: number): void {
    if (list === 'examples') {
      if (text !== '') intent.examples.push(text.replace(/^["“]|["”]$/g, ''));
      return;
    }
    const slot = parseSlot(text);
    if (typeof slot === 'string') this.#problem(line, slot);
    else if (intent.slots.some((one) => one.name === slot.name)) this.#problem(line, `Slot "${slot.name}" is there twice.`);
    else intent.slots.push(slot);
  }

  #field(intent: Intent, key: (typeof FIELDS)[number], value: string, line: number): void {
    this.#list = null;
    if (key === 'examples' || key === 'slots') {
      this.#list = key;
      if (value !== '') this.#problem(line, `"${key}" is a list: one "- " line each, below it.`);
      return;
    }
    if (value === '') return this.#problem(line, `"${key}" is empty.`);
    switch (key) {
      case 'title':
        intent.title = value;
        return;
      case 'confirm':
        intent.confirm = value;
        return;
      case 'function':
        if (/^\w+$/.test(value)) intent.function = value;
        else this.#problem(line, 'A function is named by letters, digits and underscores.');
        return;
      case 'done':
        intent.done = value;
        return;
      case 'if refused':
        intent.refused = value;
        return;
      case 'if changed':
        intent.changedBy = value;
        return;
      default:
        return key satisfies never;
    }
  }

  /** Lines that mean the same wherever they stand. */
  #general(text: string, line: number): boolean {
    const match = /^(q|a|hours|fallback|help|goodbye)\s*:\s*(.*)$/i.exec(text);
    if (match === null) return false;
    const key = (match[1] ?? '').toLowerCase();
    const value = (match[2] ?? '').trim();
    this.#open = null;
    if (value === '') this.#problem(line, `"${match[1] ?? ''}" is empty.`);
    else if (key === 'q') this.#question(value, line);
    else if (key === 'a') this.#answer(value, line);
    else if (key === 'hours') this.#hours(value, line);
    else if (key === 'fallback') this.script.fallback = value;
    else if (key === 'help') this.script.help = value;
    else this.script.goodbye = value;
    return true;
  }

  #question(value: string, line: number): void {
    if (this.#questions.texts.length === 0) this.#questions.line = line;
    this.#questions.texts.push(
      ...value
        .split(/\s+\/\s+/)
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    );
  }

  #answer(value: string, line: number): void {
    if (this.#questions.texts.length === 0) return this.#problem(line, 'An answer without a question above it.');
    this.#open = { questions: this.#questions.texts, answer: value };
    this.script.faqs.push(this.#open);
    this.#questions = { texts: [], line: 0 };
  }

  #hours(value: string, line: number): void {
    const hours = parseHours(value);
    if (hours === null) this.#problem(line, 'Hours read "Monday to Friday 08:00-17:00, Saturday 09:00-12:00".');
    else this.script.hours = hours;
  }

  finish(): Script {
    if (this.#questions.texts.length > 0) this.#problem(this.#questions.line, 'A question without an answer below it.');
    for (const intent of this.script.intents) this.#checkIntent(intent, this.#began.get(intent) ?? 0);
    this.script.problems.sort((a, b) => a.line - b.line);
    return this.script;
  }

  #checkIntent(intent: Intent, line: number): void {
    if (intent.examples.length === 0) this.#problem(line, `Intent "${intent.name}" has no examples, so nothing leads to it.`);
    const known = new Set(intent.slots.map((slot) => slot.name));
    const unknown = new Set([...intent.examples, intent.confirm ?? ''].flatMap(slotsIn).filter((name) => !known.has(name)));
    for (const name of unknown) this.#problem(line, `Intent "${intent.name}" uses {${name}}, which is no slot of it.`);
    if (intent.changedBy !== null && !this.script.intents.some((one) => one.name === intent.changedBy)) {
      this.#problem(line, `Intent "${intent.name}" names "${intent.changedBy}" for changes, which is no intent.`);
      intent.changedBy = null;
    }
  }
}

/** Reads what it can; what it cannot is listed in `problems` with its line, and the rest works. */
export function parseScript(prompt: string): Script {
  const parser = new Parser();
  prompt.split(/\r?\n/).forEach((text, index) => parser.line(text.trim(), index + 1));
  return parser.finish();
}

/** How callers answer the question for a slot, `{}` for its value. */
const ANSWERS: Readonly<Record<SlotType, readonly string[]>> = {
  name: ['{}', '{} please', 'my name is {}', 'it is {}', 'no my name is {}', 'for {}'],
  date: ['{}', '{} please', 'on {}', 'no i said {}', 'no on {}', 'make it {} instead'],
  time: ['{}', '{} please', 'at {}', 'at {} please', 'no i said {}', 'no at {}', 'make it {} instead'],
  number: ['{}', 'it is {}'],
  yes_no: ['yes', 'no', 'yes please', 'no thank you'],
  text: [],
  one_of: [],
};

const answersTo = (slot: Slot): string[] => [
  ...ANSWERS[slot.type].map((answer) => answer.replace('{}', `{${slot.name}}`)),
  ...slot.choices,
];

/** What callers say around any script. */
const MANNERS = ['no thank you', "no that's all", "thank you that's all", 'never mind', 'what did you say', 'goodbye', 'thank you goodbye'];

/** Everything the script expects a caller to say, `{slot}` placeholders kept. */
export const phrasesOf = (script: Script): string[] => [
  ...script.intents.flatMap((intent) => intent.examples),
  ...script.faqs.flatMap((faq) => faq.questions),
  ...new Set(script.intents.flatMap((intent) => intent.slots.flatMap(answersTo))),
  ...(script.intents.some((intent) => intent.confirm !== null) ? ['yes', 'yes please', 'no', "that's right", "no that's wrong"] : []),
  ...(script.intents.length + script.faqs.length > 0 ? MANNERS : []),
];
