/** What usage is measured in, as people read and type it. Pure. */
import type { UsageMetric } from '@parley/contract';
import { money } from '../format/format.ts';

interface Metric {
  name: string;
  /** Head of a column, its unit with it. */
  head: string;
  unit: string;
  /** How much of the API's unit one shown unit is. */
  per: number;
  /** Column of the CSV. */
  column: string;
}

export const METRICS = {
  calls: { name: 'Calls', head: 'Calls', unit: 'calls', per: 1, column: 'calls' },
  call_ms: { name: 'Minutes of calls', head: 'Minutes', unit: 'minutes', per: 60_000, column: 'call_minutes' },
  concurrent_calls: { name: 'Calls at once', head: 'At once', unit: 'calls at once', per: 1, column: 'peak_concurrent_calls' },
  conversations: { name: 'Typed conversations', head: 'Typed conversations', unit: 'conversations', per: 1, column: 'typed_conversations' },
  messages: { name: 'Typed messages', head: 'Typed messages', unit: 'messages', per: 1, column: 'typed_messages' },
  llm_input_tokens: { name: 'LLM tokens read', head: 'Tokens read', unit: 'tokens', per: 1, column: 'llm_input_tokens' },
  llm_output_tokens: { name: 'LLM tokens written', head: 'Tokens written', unit: 'tokens', per: 1, column: 'llm_output_tokens' },
  stt_ms: { name: 'Speech recognised', head: 'STT seconds', unit: 'seconds', per: 1_000, column: 'stt_seconds' },
  tts_characters: { name: 'Speech spoken', head: 'TTS characters', unit: 'characters', per: 1, column: 'tts_characters' },
  requests: { name: 'API requests', head: 'API requests', unit: 'requests', per: 1, column: 'api_requests' },
  cost: { name: 'Cost', head: 'Cost', unit: 'US dollars', per: 1_000_000, column: 'cost_usd' },
} as const satisfies Record<UsageMetric, Metric>;

export const METRIC_NAMES = Object.keys(METRICS) as UsageMetric[];

export const inUnit = (metric: UsageMetric, value: number): number => value / METRICS[metric].per;

/** A count in full, a measure to two places while it is small. */
function figure(value: number): string {
  if (value > 0 && value < 0.01) return '< 0.01';
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 2 : value < 1_000 ? 1 : 0 });
}

/** Without its unit: `1,204`, `12.4`, `$0.0031`. */
export const amount = (metric: UsageMetric, value: number): string => (metric === 'cost' ? money(value) : figure(inUnit(metric, value)));

/** Where there is little room: `19.5M`. */
export const amountInBrief = (metric: UsageMetric, value: number): string =>
  metric === 'cost' || inUnit(metric, value) < 1_000_000
    ? amount(metric, value)
    : inUnit(metric, value).toLocaleString('en-US', { notation: 'compact', maximumFractionDigits: 1 });

export const amountWithUnit = (metric: UsageMetric, value: number): string =>
  metric === 'cost' ? money(value) : `${amount(metric, value)} ${METRICS[metric].unit}`;

/** As it stands in a field where it is typed. */
export const typedAmount = (metric: UsageMetric, value: number): string => String(inUnit(metric, value));

/** What was typed in the metric's unit, as the API takes it; undefined where it is no amount of it. */
export function amountOf(metric: UsageMetric, text: string): number | undefined {
  const { per } = METRICS[metric];
  const typed = text.trim().replaceAll(',', '');
  const value = Number(typed);
  if (typed === '' || !Number.isFinite(value) || value < 0 || (per === 1 && !Number.isInteger(value))) return undefined;
  const whole = Math.round(value * per);
  return Number.isSafeInteger(whole) ? whole : undefined;
}
