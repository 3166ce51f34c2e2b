import { Check, LoaderCircle, X } from 'lucide-react';
import { milliseconds } from '../format/format.ts';

const ICONS = { running: LoaderCircle, succeeded: Check, failed: X } as const;

const value = (given: unknown): string => (typeof given === 'string' ? given : JSON.stringify(given));
const inBrackets = (given: unknown): string =>
  typeof given === 'object' && given !== null
    ? Object.entries(given)
        .map(([name, each]) => `${name}=${value(each)}`)
        .join(', ')
    : '';

interface FunctionLineProps {
  name: string;
  given: unknown;
  status: keyof typeof ICONS;
  ms: number | null;
}

export function FunctionLine({ name, given, status, ms }: FunctionLineProps) {
  const Icon = ICONS[status];
  return (
    <div className="fade-in grid grid-cols-[52px_minmax(0,1fr)] gap-x-2">
      <span aria-hidden className="text-base font-semibold text-amber">
        ƒ
      </span>
      <p className="font-mono text-xs leading-5 text-amber">
        {name}({inBrackets(given)}){' '}
        <Icon
          aria-label={status}
          className={`inline size-3.5 ${status === 'running' ? 'animate-spin' : ''} ${status === 'failed' ? 'text-red' : ''}`}
        />
        {ms !== null && <span className="text-muted"> {milliseconds(ms)}</span>}
      </p>
    </div>
  );
}
