import { ago, exactTime } from '../format/format.ts';
import { useNow } from './now.ts';

/** Relative, with the exact time and zone on hover. */
export function Time({ at }: { at: string }) {
  const now = useNow('minute');
  return (
    <time dateTime={at} title={exactTime(at)} className="whitespace-nowrap">
      {ago(at, now)}
    </time>
  );
}
