/** What their calls and chats show alike. Pure. */
import type { Message } from '@parley/contract';
import type { Fields } from './lens.ts';

const MICRO_USD_PER_CENT = 10_000;
export const cents = (microUsd: number): number => microUsd / MICRO_USD_PER_CENT;

/** Without the members that are undefined. */
export const given = (values: Fields): Fields => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

/** What `collect` functions kept, later values over earlier ones. */
export function collectedData(collected: readonly { arguments: unknown }[]): Fields {
  return Object.assign(
    {},
    ...collected.map((one) => (typeof one.arguments === 'object' && one.arguments !== null ? one.arguments : {})),
  ) as Fields;
}

export const asText = (values: Fields): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)]));

const SPEAKERS = { user: 'User', agent: 'Agent' } as const;
export const transcriptOf = (lines: readonly { role: 'user' | 'agent'; text: string }[]): string =>
  lines.map((line) => `${SPEAKERS[line.role]}: ${line.text}\n`).join('');

/** A function call in their words: what was asked, and what came of it once it did. */
export function toolMessages(message: Extract<Message, { role: 'function' }>): Fields[] {
  const asked = {
    role: 'tool_call_invocation',
    tool_call_id: message.id,
    name: message.name,
    arguments: JSON.stringify(message.arguments ?? {}),
  };
  if (message.status === 'running') return [asked];
  const successful = message.status === 'succeeded';
  return [
    asked,
    {
      role: 'tool_call_result',
      tool_call_id: message.id,
      content: text(successful ? message.result : { error: message.error ?? 'failed' }),
      successful,
    },
  ];
}
