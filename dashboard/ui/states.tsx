/** What a page shows while it waits, when there is nothing, and when something failed. */
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { messageOf, RequestFailed } from '../api/problem.ts';
import { Button } from './button.tsx';
import { cn } from './cn.ts';

export const Skeleton = ({ className }: { className?: string }) => <div aria-hidden className={cn('skeleton h-4', className)} />;

export const SkeletonRows = ({ rows, label }: { rows: number; label: string }) => (
  <div role="status" aria-label={label} className="divide-y divide-line">
    {Array.from({ length: rows }, (_, row) => (
      <div key={row} className="flex h-9 items-center gap-6 px-3">
        <Skeleton className="w-40" />
        <Skeleton className="w-24" />
        <Skeleton className="w-16 max-sm:hidden" />
        <Skeleton className="ml-auto w-14" />
      </div>
    ))}
  </div>
);

interface EmptyProps {
  title: string;
  children: ReactNode;
  action?: ReactNode;
  /** It stands for a whole page. */
  page?: boolean;
}

export function Empty({ title, children, action, page = false }: EmptyProps) {
  const Heading = page ? 'h1' : 'h2';
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-16 text-center">
      <Heading className="text-lg font-semibold">{title}</Heading>
      <p className="max-w-[52ch] text-muted">{children}</p>
      {action !== undefined && <div className="mt-3">{action}</div>}
    </div>
  );
}

interface FailedProps {
  what: string;
  error: unknown;
  retry?: () => void;
  /** It stands for a whole page. */
  page?: boolean;
}

export function Failed({ what, error, retry, page = false }: FailedProps) {
  const Heading = page ? 'h1' : 'p';
  const requestId = error instanceof RequestFailed ? error.requestId : null;
  return (
    <div role="alert" className="m-4 flex flex-col items-start gap-2 rounded-lg border border-line bg-raised p-4">
      <Heading className="flex items-center gap-2 font-medium">
        <CircleAlert aria-hidden className="size-4 text-red" />
        {what}
      </Heading>
      <p className="text-soft">{messageOf(error)}</p>
      {requestId !== null && (
        <p className="text-xs text-muted">
          Request <code className="font-mono">{requestId}</code>
        </p>
      )}
      {retry !== undefined && <Button onClick={retry}>Try again</Button>}
    </div>
  );
}

export const Notice = ({ tone, children }: { tone: 'amber' | 'red' | 'neutral'; children: ReactNode }) => (
  <div
    className={cn(
      'rounded-md px-3 py-2 text-sm',
      tone === 'amber' && 'bg-amber-soft text-amber',
      tone === 'red' && 'bg-red-soft text-red',
      tone === 'neutral' && 'bg-hover text-soft',
    )}
  >
    {children}
  </div>
);
