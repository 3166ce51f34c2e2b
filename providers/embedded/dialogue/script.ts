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

export const SLOT_TYPES = ['name', 'date', 'time', 'number', 'yes_no', 'text', 'one_of'] as const;
export type SlotType = (typeof SLOT_TYPES)[number];

export interface Slot {
  name: string;
  type: SlotType;
  /** Choices of a `one_of` slot. */
  choices: string[];
  /** What the agent asks to fill it. */
  question: string;
  /** An optional slot is taken when said and never asked for. */
  optional: boolean;
}

export interface Intent {
  name: string;
  examples: string[];
  slots: Slot[];
  confirm: string | null;
  function: string | null;
  done: string;
  refused: string | null;
}

export interface Faq {
  questions: string[];
  answer: string;
}

/** Opening hours by weekday, 0 = Sunday; minutes since midnight; an absent day is closed. */
export type OpeningHours = Readonly<Record<number, { from: number; to: number }>>;

export interface Script {
  intents: Intent[];
  faqs: Faq[];
  hours: OpeningHours | null;
  fallback: string | null;
  goodbye: string | null;
  problems: { line: number; message: string }[];
}

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const minutesOf = (text: string): number | null => {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (match === null) return null;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return minutes <= 24 * 60 ? minutes : null;
};

/** "Monday to Friday 08:00-17:00, Saturday 09:00-12:00"; null when it cannot be read. */
export function parseHours(text: string): OpeningHours | null {
  const hours: Record<number, { from: number; to: number }> = {};
  for (const part of text.split(/[,;]/)) {
    const match = /^\s*([a-z]+)(?:\s*(?:to|-|–)\s*([a-z]+))?\s+(\d{1,2}:\d{2})\s*(?:-|–|to)\s*(\d{1,2}:\d{2})\s*$/i.exec(part);
    if (match === null) return null;
    const first = DAYS.indexOf((match[1] ?? '').toLowerCase());
    const last = match[2] === undefined ? first : DAYS.indexOf(match[2].toLowerCase());
    const from = minutesOf(match[3] ?? '');
    const to = minutesOf(match[4] ?? '');
    if (first < 0 || last < 0 || from === null || to === null || from >= to) return null;
    for (let day = first; ; day = (day + 1) % 7) {
      hours[day] = { from, to };
      if (day === last) break;
    }
  }
  return hours;
}

const FIELD = /^(examples|slots|confirm|function|done|if refused)\s*:\s*(.*)$/i;

/** One slot line: `name: type, question` or `name (optional): one of a | b, question`. */
function parseSlot(text: string): Slot | string {
  const match = /^(\w+)\s*(\(optional\))?\s*:\s*([^,]+?)\s*(?:,\s*(.*))?$/i.exec(text);
  if (match === null) return 'a slot reads "name: type, question"';
  const [, name = '', optional, typeText = '', question = ''] = match;
  const choices = /^one[ _]of\s+(.*)$/i.exec(typeText);
  const type = choices !== null ? 'one_of' : typeText.toLowerCase().replace(/[ -]/g, '_').replace('/', '_');
  if (!(SLOT_TYPES as readonly string[]).includes(type)) return `"${typeText}" is no slot type; the types are ${SLOT_TYPES.join(', ')}`;
  if (question === '' && optional === undefined) return `slot "${name}" has no question`;
  return { name, type: type as SlotType, choices: (choices?.[1] ?? '').split('|').map((one) => one.trim()).filter((one) => one !== ''), question, optional: optional !== undefined };
}

class Parser {
  readonly script: Script = { intents: [], faqs: [], hours: null, fallback: null, goodbye: null, problems: [] };
  #intent: Intent | null = null;
  #list: 'examples' | 'slots' | null = null;
  #questions: string[] = [];

  line(text: string, number: number): void {
    const heading = /^#+\s*(?:intent\s*:\s*(\w+))?/i.exec(text);
    if (heading !== null) return this.#heading(heading[1]);
    if (this.#intent !== null && this.#intentLine(this.#intent, text, number)) return;
    this.#general(text, number);
  }

  #heading(name: string | undefined): void {
    this.#list = null;
    this.#intent = name === undefined ? null : { name, examples: [], slots: [], confirm: null, function: null, done: '', refused: null };
    if (this.#intent !== null) this.script.intents.push(this.#intent);
  }

  #intentLine(intent: Intent, text: string, number: number): boolean {
    const item = /^[-*]\s+(.*)$/.exec(text);
    if (item !== null && this.#list !== null) {
      this.#item(intent, this.#list, item[1] ?? '', number);
      return true;
    }
    const field = FIELD.exec(text);
    if (field === null) return false;
    const [, key = '', value = ''] = field;
    this.#field(intent, key.toLowerCase(), value.trim());
    return true;
  }

  #item(intent: Intent, list: 'examples' | 'slots', text: string, number: number): void {
    if (list === 'examples') {
      intent.examples.push(text.trim());
      return;
    }
    const slot = parseSlot(text.trim());
    if (typeof slot === 'string') this.script.problems.push({ line: number, message: slot });
    else intent.slots.push(slot);
  }

  #field(intent: Intent, key: string, value: string): void {
    this.#list = key === 'examples' || key === 'slots' ? key : null;
    if (key === 'confirm') intent.confirm = value;
    else if (key === 'function') intent.function = value;
    else if (key === 'done') intent.done = value;
    else if (key === 'if refused') intent.refused = value;
  }

  #general(text: string, number: number): void {
    const match = /^(q|a|hours|fallback|goodbye)\s*:\s*(.+)$/i.exec(text);
    if (match === null) return;
    const value = (match[2] ?? '').trim();
    switch ((match[1] ?? '').toLowerCase()) {
      case 'q':
        this.#questions.push(...value.split(/\s*\/\s*/).filter((one) => one !== ''));
        return;
      case 'a':
        if (this.#questions.length === 0) this.script.problems.push({ line: number, message: 'an answer without a question above it' });
        else this.script.faqs.push({ questions: this.#questions, answer: value });
        this.#questions = [];
        return;
      case 'hours': {
        const hours = parseHours(value);
        if (hours === null) this.script.problems.push({ line: number, message: 'hours read "Monday to Friday 08:00-17:00, Saturday 09:00-12:00"' });
        this.script.hours = hours;
        return;
      }
      case 'fallback':
        this.script.fallback = value;
        return;
      default:
        this.script.goodbye = value;
    }
  }

  finish(): Script {
    for (const intent of this.script.intents) {
      if (intent.examples.length === 0) this.script.problems.push({ line: 0, message: `intent "${intent.name}" has no examples` });
    }
    return this.script;
  }
}

/** Reads what it can; what it cannot is listed in `problems` with its line, and the rest works. */
export function parseScript(prompt: string): Script {
  const parser = new Parser();
  prompt.split('\n').forEach((text, index) => {
    if (text.trim() !== '') parser.line(text.trim(), index + 1);
  });
  return parser.finish();
}

/** Everything the script expects a caller to say, `{slot}` placeholders kept. */
export const phrasesOf = (script: Script): string[] => [
  ...script.intents.flatMap((intent) => intent.examples),
  ...script.faqs.flatMap((faq) => faq.questions),
  ...script.intents.flatMap((intent) => intent.slots.flatMap((slot) => slot.choices)),
];
