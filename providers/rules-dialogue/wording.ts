/** Sentences of the dialogue's own, and the script's templates filled in. Pure. */
import type { Intent } from './script.ts';
import type { Here } from './spoken/calendar.ts';
import { sayDate, sayDigits, sayNumber, sayTime } from './spoken/say.ts';
import type { Value, Values } from './state.ts';

export function sayValue(value: Value, here: Here): string {
  switch (value.type) {
    case 'date':
      return sayDate(value.text, here.today);
    case 'time':
      return sayTime(value.text);
    case 'number':
      return /^\d+$/.test(value.text) ? sayDigits(value.text) : sayNumber(Number(value.text));
    case 'name':
    case 'yes_no':
    case 'text':
    case 'one_of':
      return value.text;
    default:
      return value.type satisfies never;
  }
}

/** "at two p.m." needs no second full stop. */
const tidy = (text: string): string =>
  text
    .replace(/\.\.+(?=\s|$)/g, '.')
    .replace(/\s+([.,?!])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();

/** Fills `{slots}`; a part in [brackets] is left out when one of its slots is empty. `extra`: fields of a function's result. */
export function fillIn(
  template: string,
  values: Values,
  here: Here,
  extra: (name: string) => string | undefined = () => undefined,
): string {
  const said = (name: string): string | undefined => {
    const value = values[name];
    return value === undefined ? extra(name) : sayValue(value, here);
  };
  const withParts = template.replace(/\[([^\]]*)\]/g, (_whole, part: string) =>
    [...part.matchAll(/\{(\w+)\}/g)].every((match) => said(match[1] ?? '') !== undefined) ? part : '',
  );
  return tidy(withParts.replace(/\{(\w+)\}/g, (_whole, name: string) => said(name) ?? ''));
}

export const pick = (choices: readonly string[], turn: number): string => choices[turn % choices.length] ?? '';

export const NOT_UNDERSTOOD = [
  'Sorry, I did not get that.',
  'I am sorry, I still did not understand.',
  'Sorry, I did not catch that either.',
  'I am afraid I could not make that out.',
] as const;
export const ACKNOWLEDGED = ['All right', 'Okay', 'Sure'] as const;
export const ANYTHING_ELSE = 'Is there anything else I can do for you?';
export const WHAT_TO_CHANGE = 'What should I change?';
export const BACK_TO = ['Now back to where we were.', 'Let us go on, then.'] as const;
export const DEFAULT_GOODBYE = 'Thank you for calling. Goodbye.';
export const DEFAULT_REFUSED = 'All right, let us leave that.';

const EXAMPLES: Readonly<Record<Value['type'], string>> = {
  name: 'Just your first and last name, please.',
  date: 'You can say, for example, next Monday, or March third.',
  time: 'You can say, for example, half past two, or ten a.m.',
  number: 'Just the digits, please, one by one.',
  yes_no: 'A yes or no is enough.',
  text: 'A few words are enough.',
  one_of: '',
};

export function exampleFor(type: Value['type'], choices: readonly string[]): string {
  return type === 'one_of' ? `You can choose ${listed(choices, 'or')}.` : EXAMPLES[type];
}

export function listed(items: readonly string[], word: 'and' | 'or'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1) ?? ''}`;
}

export const OUT_OF_HERE = 'Or say never mind, and we leave it.';

export const confirmText = (intent: Intent, values: Values, here: Here): string | null =>
  intent.confirm === null ? null : fillIn(intent.confirm, values, here);
export const offersMore = (text: string): boolean =>
  /\b(?:anything else|what else|something else|else can i)\b/i.test(text.split(/(?<=[.!?])\s/).at(-1) ?? '');
