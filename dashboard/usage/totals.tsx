import type { UsageMetric, UsageValues } from '@parley/contract';
import { amount } from './metrics.ts';

const TILES: readonly { name: string; value: (total: UsageValues) => string }[] = (
  [
    ['Calls', 'calls'],
    ['Minutes of calls', 'call_ms'],
    ['Most calls at once', 'concurrent_calls'],
    ['Typed messages', 'messages'],
    ['LLM tokens', 'llm_output_tokens'],
    ['STT seconds', 'stt_ms'],
    ['TTS characters', 'tts_characters'],
    ['API requests', 'requests'],
    ['Cost', 'cost'],
  ] as const satisfies readonly (readonly [string, UsageMetric])[]
).map(([name, metric]) => ({
  name,
  value: (total) => amount(metric, metric === 'llm_output_tokens' ? total.llm_input_tokens + total.llm_output_tokens : total[metric]),
}));

export const Totals = ({ total }: { total: UsageValues }) => (
  <dl aria-label="Totals" className="grid grid-cols-9 gap-px overflow-hidden rounded-lg border border-line bg-line max-lg:grid-cols-3">
    {TILES.map(({ name, value }) => (
      <div key={name} className="flex flex-col bg-raised px-3 py-2.5">
        <dt className="truncate text-xs text-muted">{name}</dt>
        <dd className="text-lg font-semibold">{value(total)}</dd>
      </div>
    ))}
  </dl>
);
