import type { CallEvent } from '@parley/contract';
import { useState } from 'react';
import { cn } from '../ui/cn.ts';

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

function summary({ type: _type, ...rest }: CallEvent['event']): string {
  const values = Object.entries(rest).filter(([name]) => name !== 'words');
  return values.map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`).join('  ');
}

/** Rows beyond this many are asked for: a long call has thousands. */
const PAGE = 300;

function Row({ item, onSeek }: { item: CallEvent; onSeek: (ms: number) => void }) {
  return (
    <details className="border-b border-line last:border-0">
      <summary className="grid min-h-8 grid-cols-[60px_auto_minmax(0,1fr)] items-center gap-2 marker:content-none hover:bg-hover">
        <span className="text-right text-xs text-muted">{seconds(item.at_ms)}</span>
        <span
          className={cn(
            'rounded px-1.5 font-mono text-xs',
            item.kind === 'decision' ? 'bg-accent-soft text-accent-text' : 'bg-pressed text-soft',
          )}
        >
          {item.event.type}
        </span>
        <span className="truncate text-xs text-muted max-sm:hidden">{summary(item.event)}</span>
      </summary>
      <pre className="overflow-x-auto bg-surface p-3 font-mono text-xs whitespace-pre-wrap">{JSON.stringify(item, null, 2)}</pre>
      <button type="button" onClick={() => onSeek(item.at_ms)} className="touch px-3 pb-2 text-xs text-accent-text hover:underline">
        Go to {seconds(item.at_ms)}
      </button>
    </details>
  );
}

/** The log as it is: what happened, and (coloured) what was decided. */
export function EventList({ events, onSeek }: { events: readonly CallEvent[]; onSeek: (ms: number) => void }) {
  const [limit, setLimit] = useState(PAGE);
  const [query, setQuery] = useState('');
  const found = events.filter(({ event }) => event.type.includes(query.trim().toLowerCase()));
  return (
    <div className="flex flex-col gap-2">
      <input
        type="search"
        aria-label="Filter events by type"
        placeholder="Filter by type, such as user_turn"
        className="field"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <div>
        {found.slice(0, limit).map((item) => (
          <Row key={item.seq} item={item} onSeek={onSeek} />
        ))}
      </div>
      {found.length === 0 && <p className="py-4 text-center text-muted">No event has this type.</p>}
      {found.length > limit && (
        <button type="button" onClick={() => setLimit(limit + PAGE)} className="touch h-8 text-accent-text hover:underline">
          Show {Math.min(PAGE, found.length - limit)} more
        </button>
      )}
    </div>
  );
}
