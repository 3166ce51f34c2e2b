import { useQuery } from '@tanstack/react-query';
import type { EventFilter } from '@parley/contract';
import { useEffect, useState } from 'react';
import { filterPreviewQuery } from '../api/queries.ts';
import { Failed, Skeleton } from '../ui/states.tsx';
import { Panel } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';

const SETTLED_MS = 500;

/** The filter once nobody has changed it for a moment; its text, so that equal ones are one. */
function useSettled(filter: EventFilter | null): EventFilter | null {
  const text = JSON.stringify(filter);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return JSON.parse(settled) as EventFilter | null;
}

const NOTHING: EventFilter = { events: ['*'], agent_ids: [], conditions: [] };

/** What the filter would have matched in the last 24 hours; null: it is not whole yet. */
export function FilterPreview({ filter }: { filter: EventFilter | null }) {
  const settled = useSettled(filter);
  const { data, error, isFetching, refetch } = useQuery({
    ...filterPreviewQuery(settled ?? NOTHING),
    enabled: settled !== null,
  });
  return (
    <Panel className="flex flex-col gap-3 p-4">
      <h2 className="text-lg font-semibold">The last 24 hours</h2>
      {error !== null && <Failed what="The preview could not be made." error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton className="w-40" />}
      {data !== undefined && error === null && (
        <div aria-busy={isFetching} className="flex flex-col gap-3">
          <p role="status">
            <span className="font-semibold">{data.matched.toLocaleString('en-US')}</span> of {data.total.toLocaleString('en-US')}{' '}
            {data.total === 1 ? 'event' : 'events'} would have been sent.
          </p>
          {data.total === 0 && <p className="text-muted">Nothing has happened in this time; a call would change that.</p>}
          <ul aria-label="By type" className="flex flex-col">
            {Object.entries(data.by_type).map(([type, matched]) => (
              <li key={type} className="flex gap-3 py-0.5">
                <code className="flex-1 font-mono text-xs">{type}</code> {matched.toLocaleString('en-US')}
              </li>
            ))}
          </ul>
          {data.samples.length > 0 && (
            <ul aria-label="Newest of them" className="divide-y divide-line border-t border-line">
              {data.samples.map((event) => (
                <li key={event.id}>
                  <details>
                    <summary className="touch flex min-h-8 items-center gap-3">
                      <code className="flex-1 truncate font-mono text-xs">{event.type}</code>
                      <span className="text-xs text-muted">
                        <Time at={event.created_at} />
                      </span>
                    </summary>
                    <pre tabIndex={0} className="mb-2 max-h-64 overflow-auto rounded-md bg-surface p-2 font-mono text-xs">
                      {JSON.stringify(event, null, 2)}
                    </pre>
                  </details>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Panel>
  );
}
