import { WEBHOOK_RETRY_AFTER_MS } from '@parley/contract';
import { Notice } from '../ui/states.tsx';

const UNITS = [
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
] as const;

function wait(ms: number): string {
  const [size, unit] = UNITS.find(([each]) => ms >= each) ?? [1, 'ms'];
  return `${ms / size} ${unit}`;
}

export const RetryPlan = () => (
  <Notice tone="neutral">
    A delivery that fails is tried again after {WEBHOOK_RETRY_AFTER_MS.map(wait).join(', ')}, each spread by a fifth; a{' '}
    <code className="font-mono text-xs">Retry-After</code> is heeded. Then it is dead, and can be sent again by hand. An endpoint that
    answers 410, or has taken nothing for five days, is turned off.
  </Notice>
);
