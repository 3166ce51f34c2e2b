import { useNow } from '../ui/now.ts';
import { useCall } from './use-call.ts';

/** How long the call has been going, in ms. */
export function useCallSeconds(): number {
  const liveAt = useCall((state) => state.liveAtMs);
  const now = useNow('second');
  return liveAt === null ? 0 : Math.max(0, now - (performance.timeOrigin + liveAt));
}
