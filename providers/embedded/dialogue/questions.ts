/** Questions that built-in functions answer, and their answers in words. Pure. */
import { sayDate, sayTime } from './dates.ts';
import { cardinal, digitise } from './numbers.ts';

export const asksForTime = (text: string): boolean => /\b(?:what time is it|what's the time|what is the time|what (?:day|date) is (?:it|today)|what is (?:the date|today's date)(?: today)?|what is the day today)\b/.test(text);

const OPERATORS: readonly [RegExp, string][] = [
  [/\b(?:multiplied by|times)\b/g, '*'],
  [/\b(?:divided by|over)\b/g, '/'],
  [/\b(?:plus|added to)\b/g, '+'],
  [/\b(?:minus|less)\b/g, '-'],
];

/** "what is twelve times seven" → "12 * 7"; null when it is no arithmetic. */
export function arithmeticOf(text: string): string | null {
  const lead = /^(?:(?:can you|please) )?(?:what(?:'s| is)|how much is|calculate|work out)\s+(.+)$/.exec(text);
  if (lead === null) return null;
  let expression = digitise(lead[1] ?? '').replace(/\bpoint (\d+)/g, '.$1').replace(/(\d) \.(\d)/g, '$1.$2');
  for (const [word, sign] of OPERATORS) expression = expression.replace(word, sign);
  return /^\d+(?:\.\d+)?(?: [-+*/] \d+(?:\.\d+)?)+$/.test(expression.trim()) ? expression.trim() : null;
}

/** A built-in function's result as a sentence; null for functions of the script. */
export function phraseResult(name: string, content: string, question: string): string | null {
  const result: unknown = parsed(content);
  const field = (key: string): unknown => (typeof result === 'object' && result !== null && key in result ? (result as Record<string, unknown>)[key] : undefined);
  if (name === 'current_time') {
    const local = field('local');
    if (typeof local !== 'string') return 'I cannot read the clock at the moment.';
    const [date = '', time = ''] = local.split('T');
    if (/\b(?:day|date)\b/.test(question)) return `It is ${sayDate(date)}.`;
    return `It is ${sayTime(time.slice(0, 5))}.`.replace('..', '.');
  }
  if (name === 'calculator') {
    const value = field('value');
    return typeof value === 'number' ? `That is ${cardinal(Math.round(value * 1_000) / 1_000)}.` : 'I cannot work that out.';
  }
  return name === 'end_call' ? '' : null;
}

export function failed(content: string): boolean {
  const result: unknown = parsed(content);
  return typeof result === 'object' && result !== null && 'error' in result;
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}
