import type { TurnLatency } from '@parley/contract';
import { milliseconds } from '../format/format.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { latencyParts } from './latency-parts.ts';

/** The width of a second. */
const SECOND_PX = 150;
const MAX_PX = 240;

/** One answer's time as a small bar; the hover explains each part. */
export function TurnLatencyBar({ latency }: { latency: TurnLatency }) {
  const parts = latencyParts(latency);
  const width = Math.min(MAX_PX, (latency.e2e_ms / 1_000) * SECOND_PX);
  const explained = parts.map(({ name, ms, says }) => (
    <span key={name} className="flex justify-between gap-4">
      <span>{says}</span>
      <span>{milliseconds(ms)}</span>
    </span>
  ));
  return (
    <Tooltip text={<span className="flex flex-col">{explained}</span>}>
      <button type="button" className="flex flex-wrap items-center gap-x-2 rounded text-xs text-muted">
        <span className="sr-only">Answered after </span>
        <span className="font-medium text-soft">{milliseconds(latency.e2e_ms)}</span>
        <span aria-hidden className="flex h-1.5 overflow-hidden rounded-full" style={{ width: Math.max(8, width) }}>
          {parts.map(({ name, ms, fill }) => (
            <span key={name} className={fill} style={{ flex: ms }} />
          ))}
        </span>
        <span>{parts.map(({ name, ms }) => `${name} ${Math.round(ms)}`).join(' · ')}</span>
      </button>
    </Tooltip>
  );
}
