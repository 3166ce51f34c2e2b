import type { ReactNode } from 'react';
import { deviceOf } from '../format/device.ts';
import { Pill } from './pill.tsx';
import { Time } from './time.tsx';

interface SessionRowProps {
  address: string | null;
  userAgent: string | null;
  since: string;
  /** The one that looks at it. */
  own?: boolean;
  children?: ReactNode;
}

/** Where somebody is signed in. */
export const SessionRow = ({ address, userAgent, since, own = false, children }: SessionRowProps) => (
  <li className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2">
    <span className="min-w-0 flex-1 basis-[180px]">
      <span className="flex items-center gap-2 font-medium" title={userAgent ?? undefined}>
        <span className="truncate">{deviceOf(userAgent)}</span>
        {own && <Pill tone="accent">this one</Pill>}
      </span>
      <span className="block text-xs text-muted">
        since <Time at={since} />
        {address !== null && (
          <>
            {' '}
            from <code className="font-mono">{address}</code>
          </>
        )}
      </span>
    </span>
    {children}
  </li>
);
