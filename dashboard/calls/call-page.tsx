import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Call } from '@parley/contract';
import { useEffect, useMemo, useState } from 'react';
import { callQuery } from '../api/queries.ts';
import { Failed, Skeleton } from '../ui/states.tsx';
import { CallAnalysisPanel } from './call-analysis.tsx';
import { CallHeader } from './call-header.tsx';
import { CallProblems } from './call-problems.tsx';
import { Inspector } from './inspector.tsx';
import { Lanes } from './lanes.tsx';
import { Player } from './player.ts';
import { marksOf, turnsOf } from './timeline.ts';
import { TranscriptPane } from './transcript-pane.tsx';
import { useCallEvents } from './use-call-events.ts';

const route = getRouteApi('/app/calls/$callId');
const LIVE_REFRESH_MS = 2_000;
const ANALYSED_WITHIN_MS = 30_000;

function Opened({ call }: { call: Call }) {
  const { t, turn: wanted, tab } = route.useSearch();
  const navigate = route.useNavigate();
  const { url } = call.recording;
  const [player] = useState(() => new Player(url, (t ?? 0) * 1_000));
  useEffect(() => () => player.close(), [player]);
  const { data, error, refetch } = useCallEvents(call.id, call.status === 'ongoing' || call.status === 'registered');
  const events = useMemo(() => data?.items ?? [], [data]);
  const turns = useMemo(() => turnsOf(events), [events]);
  const marks = useMemo(() => marksOf(events), [events]);
  const lastMs = Math.max(
    call.duration_ms ?? 0,
    call.recording.duration_ms ?? 0,
    events.findLast(({ kind }) => kind !== 'finding')?.at_ms ?? 0,
    1_000,
  );
  const selected = turns.find(({ turn }) => turn === wanted) ?? turns.find(({ committed }) => committed !== null) ?? turns[0];
  const select = (turn: number): void => void navigate({ search: (before) => ({ ...before, turn, tab: undefined }), replace: true });
  return (
    <div className="mx-auto flex w-full max-w-[1440px] flex-col gap-4 px-6 py-5 max-md:px-4">
      <CallHeader call={call} player={player} />
      <CallAnalysisPanel call={call} />
      <CallProblems call={call} events={events} onSeek={(ms) => player.seek(ms)} />
      <Lanes call={call} player={player} marks={marks} durationMs={lastMs} onTurn={select} />
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-start gap-4 max-md:grid-cols-1">
        <TranscriptPane call={call} player={player} selected={selected?.turn ?? null} onTurn={select} />
        {error !== null && data === undefined ? (
          <Failed what="The event log could not be loaded." error={error} retry={() => void refetch()} />
        ) : (
          <Inspector
            call={call}
            events={events}
            turn={selected}
            tab={tab ?? 'turn'}
            onTab={(next) => void navigate({ search: (before) => ({ ...before, tab: next }), replace: true })}
            onSeek={(ms) => player.seek(ms)}
          />
        )}
      </div>
    </div>
  );
}

const Loading = () => (
  <div role="status" aria-label="Loading the call" className="flex flex-col gap-4 px-6 py-6">
    <Skeleton className="h-7 w-72" />
    <Skeleton className="h-40" />
    <div className="grid grid-cols-2 gap-4">
      <Skeleton className="h-80" />
      <Skeleton className="h-80" />
    </div>
  </div>
);

/** It goes on, or an analysis may still come. */
const isChanging = ({ status, ended_at, analysis }: Call): boolean =>
  status === 'ongoing' ||
  status === 'registered' ||
  (analysis === null && ended_at !== null && Date.now() - Date.parse(ended_at) < ANALYSED_WITHIN_MS);

export function CallPage() {
  const { callId } = route.useParams();
  const { data, error, refetch } = useQuery({
    ...callQuery(callId),
    refetchInterval: ({ state }) => (state.data !== undefined && isChanging(state.data) ? LIVE_REFRESH_MS : false),
  });
  if (error !== null && data === undefined)
    return <Failed page what="The call could not be loaded." error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  // The recording is there only once the call has ended: the page then starts anew, with a player.
  return <Opened key={`${callId}-${data.recording.url ?? ''}`} call={data} />;
}
