import { cn } from '../ui/cn.ts';
import { lineDiff, type Change, type DiffLine } from './config-diff.ts';

/** Unchanged lines shown on each side of a change. */
const CONTEXT = 2;

const nearChange = (lines: readonly DiffLine[], at: number): boolean =>
  lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(({ sign }) => sign !== ' ');

function Lines({ change }: { change: Change }) {
  const lines = lineDiff(change.before, change.after);
  return (
    <pre className="overflow-x-auto rounded-md border border-line bg-surface py-1 font-mono text-xs whitespace-pre-wrap">
      {lines.map(({ sign, text }, index) =>
        nearChange(lines, index) ? (
          <div key={index} className={cn('px-2', sign === '-' && 'bg-red-soft text-red', sign === '+' && 'bg-green-soft text-green')}>
            <span className="mr-2 select-none">{sign}</span>
            {text}
          </div>
        ) : null,
      )}
    </pre>
  );
}

export const ChangeList = ({ changes }: { changes: readonly Change[] }) => (
  <ul className="flex flex-col gap-4">
    {changes.map((change) => (
      <li key={change.path}>
        <h3 className="mb-1 font-medium">{change.label}</h3>
        <Lines change={change} />
      </li>
    ))}
  </ul>
);
