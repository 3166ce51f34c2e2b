import type { CallSummary } from '@parley/contract';
import { duration } from '../format/format.ts';
import { useNow } from '../ui/now.ts';

function Moving({ since }: { since: string }) {
  const now = useNow('second');
  return <span className="text-green">{duration(now - Date.parse(since))}</span>;
}

/** A call's length; that of a live call moves. */
export function CallLength({ call }: { call: Pick<CallSummary, 'status' | 'started_at' | 'duration_ms'> }) {
  if (call.status === 'ongoing' && call.started_at !== null) return <Moving since={call.started_at} />;
  return <>{call.duration_ms === null ? '–' : duration(call.duration_ms)}</>;
}
