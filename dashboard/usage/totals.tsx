import type { UsageMetric, UsageValues } from '@parley/contract';
import { amountInBrief, amountWithUnit } from './metrics.ts';

const TILES: readonly (readonly [name: string, metric: UsageMetric])[] = [
  ['Calls', 'calls'],
  ['Minutes of calls', 'call_ms'],
  ['Peak calls', 'concurrent_calls'],
  ['Typed messages', 'messages'],
  ['LLM tokens', 'llm_output_tokens'],
  ['STT seconds', 'stt_ms'],
  ['TTS characters', 'tts_characters'],
  ['API requests', 'requests'],
  ['Cost', 'cost'],
];

const valueOf = (total: UsageValues, metric: UsageMetric): number =>
  metric === 'llm_output_tokens' ? total.llm_input_tokens + total.llm_output_tokens : total[metric];

export const Totals = ({ total }: { total: UsageValues }) => (
  <dl aria-label="Totals" className="grid grid-cols-9 gap-px overflow-hidden rounded-lg border border-line bg-line max-lg:grid-cols-3">
    {TILES.map(([name, metric]) => (
      <div key={name} className="flex flex-col bg-raised px-3 py-2.5">
        <dt className="truncate text-xs text-muted">{name}</dt>
        <dd className="text-lg font-semibold" title={amountWithUnit(metric, valueOf(total, metric))}>
          {amountInBrief(metric, valueOf(total, metric))}
        </dd>
      </div>
    ))}
  </dl>
);
