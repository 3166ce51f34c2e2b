import { Link, useNavigate } from '@tanstack/react-router';
import type { UsageMetric, UsageRow } from '@parley/contract';
import { ArrowDown } from 'lucide-react';
import { cn } from '../ui/cn.ts';
import { METRIC_NAMES, METRICS, amount } from './metrics.ts';
import { figuresOf, NOBODY, nameOf, sorted, type Thing } from './group-rows.ts';
import { NumberTable } from './number-table.tsx';

function Name({ row, thing }: { row: UsageRow; thing: Thing }) {
  const name = nameOf(row, thing);
  if (row.key === null)
    return (
      <span className="text-soft" title={NOBODY[thing].note}>
        {name}
      </span>
    );
  if (thing === 'api_key') return <span title={row.key}>{name}</span>;
  return (
    <Link to="/agents/$agentId" params={{ agentId: row.key }} className="font-medium text-accent-text hover:underline">
      {name}
    </Link>
  );
}

/** A number, and below it its share of the largest in the column. */
function Cell({ metric, value, most, ordered }: { metric: UsageMetric; value: number | undefined; most: number; ordered: boolean }) {
  if (value === undefined) return <td title="No figure of its own">–</td>;
  const percent = most === 0 ? 0 : (value / most) * 100;
  return (
    <td className={cn(value === 0 && 'text-muted')}>
      {amount(metric, value)}
      <span aria-hidden className="block h-[3px] overflow-hidden rounded-full bg-pressed">
        <span
          className={cn('ml-auto block h-full rounded-full', ordered ? 'bg-agent-fill' : 'bg-faint')}
          style={{ width: `${percent}%` }}
        />
      </span>
    </td>
  );
}

function Head({ thing, order }: { thing: Thing; order: UsageMetric }) {
  const navigate = useNavigate();
  return (
    <thead>
      <tr>
        <th scope="col">{thing === 'agent' ? 'Agent' : 'API key'}</th>
        {METRIC_NAMES.map((metric) => (
          <th key={metric} scope="col" aria-sort={metric === order ? 'descending' : 'none'}>
            <button
              type="button"
              className={cn(
                'touch inline-flex items-center justify-end gap-1 rounded-sm text-right hover:text-ink',
                metric === order && 'text-ink',
              )}
              onClick={() => void navigate({ from: '/usage', search: (search) => ({ ...search, sort: metric }), replace: true })}
            >
              {metric === order && <ArrowDown aria-hidden className="size-3 shrink-0" />}
              {METRICS[metric].head}
            </button>
          </th>
        ))}
      </tr>
    </thead>
  );
}

export function GroupTable({ rows, thing, order }: { rows: readonly UsageRow[]; thing: Thing; order: UsageMetric }) {
  const most = (metric: UsageMetric): number => Math.max(0, ...rows.map((row) => figuresOf(row)[metric] ?? 0));
  const largest = Object.fromEntries(METRIC_NAMES.map((metric) => [metric, most(metric)])) as Record<UsageMetric, number>;
  return (
    <NumberTable caption={thing === 'agent' ? 'Usage by agent' : 'Usage by API key'}>
      <Head thing={thing} order={order} />
      <tbody>
        {sorted(rows, order).map((row) => (
          <tr key={row.key ?? ''}>
            <th scope="row" className="max-w-[220px] truncate">
              <Name row={row} thing={thing} />
            </th>
            {METRIC_NAMES.map((metric) => (
              <Cell key={metric} metric={metric} value={figuresOf(row)[metric]} most={largest[metric]} ordered={metric === order} />
            ))}
          </tr>
        ))}
      </tbody>
    </NumberTable>
  );
}
