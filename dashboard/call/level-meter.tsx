import { cn } from '../ui/cn.ts';
import { useLevel } from './use-call.ts';

const BARS = [0.55, 0.8, 1, 0.7, 0.45];
const SIDES = {
  caller: { name: 'you', fill: 'bg-teal-fill', label: 'Your level' },
  agent: { name: 'agent', fill: 'bg-agent-fill', label: 'Agent level' },
} as const;

/** Five bars that follow the sound itself. */
export function LevelMeter({ side }: { side: 'caller' | 'agent' }) {
  const level = useLevel(side);
  const { name, fill, label } = SIDES[side];
  return (
    <span className="flex items-center gap-2 text-xs text-muted">
      {name}
      <span
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={level}
        data-testid={`level-${side}`}
        className="flex h-5 items-center gap-0.5"
      >
        {BARS.map((weight, index) => (
          <span
            key={index}
            className={cn('w-1 rounded-full', fill)}
            style={{ height: Math.max(3, Math.round((level / 100) * weight * 20)) }}
          />
        ))}
      </span>
    </span>
  );
}
