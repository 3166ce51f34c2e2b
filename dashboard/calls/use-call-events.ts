import { useQuery } from '@tanstack/react-query';
import { CallDecision, CallInput, type CallEvent } from '@parley/contract';
import { useEffect } from 'react';
import { listCallEventsUrl } from '../api/generated/operations.ts';
import { callEventsQuery, callQuery, queryClient } from '../api/queries.ts';

const TYPES = [...CallInput.options, ...CallDecision.options].map((option) => option.shape.type.value);

/** Appends what comes over SSE to the cached log; the browser resumes by itself after a lost connection. */
function follow(callId: string): () => void {
  const source = new EventSource(listCallEventsUrl(callId));
  const { queryKey } = callEventsQuery(callId);
  const receive = ({ data }: MessageEvent<string>): void => {
    const event = JSON.parse(data) as CallEvent;
    queryClient.setQueryData(queryKey, (before: { items: CallEvent[] } | undefined) => {
      const items = before?.items ?? [];
      return event.seq <= (items.at(-1)?.seq ?? 0) ? before : { items: [...items, event] };
    });
    if (event.event.type !== 'call.ended') return;
    source.close();
    void queryClient.invalidateQueries({ queryKey: callQuery(callId).queryKey });
  };
  for (const type of TYPES) source.addEventListener(type, receive);
  return () => source.close();
}

/** A call's event log; that of a live call grows. */
export function useCallEvents(callId: string, live: boolean) {
  const query = useQuery(callEventsQuery(callId));
  const loaded = query.data !== undefined;
  useEffect(() => (live && loaded ? follow(callId) : undefined), [callId, live, loaded]);
  return query;
}
