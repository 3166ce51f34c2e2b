import type { ApiKey } from '@parley/contract';
import { dayAndTime, exactTime } from '../../format/format.ts';
import { MenuItem, MenuLine, MoreMenu } from '../../ui/menu.tsx';
import { useNow } from '../../ui/now.ts';
import { Pill } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { scopesInWords } from './key-scopes.ts';

export const COLUMNS =
  'grid grid-cols-[minmax(0,1.2fr)_190px_minmax(0,1.4fr)_130px_110px_40px] items-center gap-4 px-4 max-lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_40px] max-md:grid-cols-[minmax(0,1fr)_40px]';

export type KeyAction = 'edit' | 'rotate' | 'revoke';

const day = (time: string): string => new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

function Expiry({ item }: { item: ApiKey }) {
  const now = useNow('minute');
  if (item.expires_at === null) return <span className="text-muted">never</span>;
  return Date.parse(item.expires_at) <= now ? (
    <Pill tone="red">expired</Pill>
  ) : (
    <time dateTime={item.expires_at} title={exactTime(item.expires_at)}>
      {day(item.expires_at)}
    </time>
  );
}

/** Limits beside the scopes, and the old secret while it still works. */
function Notes({ item }: { item: ApiKey }) {
  const now = useNow('minute');
  const { previous_secret_expires_at: until, allowed_ips: addresses, requests_per_minute: rate } = item;
  const limits = [
    ...(addresses.length === 0
      ? []
      : [addresses.length === 1 ? `from ${addresses[0] ?? ''} only` : `from ${addresses.length} addresses only`]),
    ...(rate === null ? [] : [`${rate.toLocaleString('en-US')} requests a minute`]),
  ].join(', ');
  return (
    <>
      {limits !== '' && <span className="block truncate text-xs text-muted">{limits}</span>}
      {until !== null && Date.parse(until) > now && (
        <span className="block truncate text-xs text-amber" title={exactTime(until)}>
          old secret works until {dayAndTime(until)}
        </span>
      )}
    </>
  );
}

export const KeyRow = ({ item, onAction }: { item: ApiKey; onAction: (action: KeyAction) => void }) => (
  <li className={`${COLUMNS} min-h-11 py-2`}>
    <span className="min-w-0">
      <span className="block truncate font-medium">{item.name}</span>
      <span className="block truncate text-xs text-muted lg:hidden">
        <code className="font-mono">…{item.last_four}</code> · used {item.last_used_at === null ? 'never' : <Time at={item.last_used_at} />}
      </span>
      <span className="block truncate text-xs text-soft md:hidden">{scopesInWords(item.scopes)}</span>
      {item.expires_at !== null && (
        <span className="block text-xs text-muted lg:hidden">
          expires <Expiry item={item} />
        </span>
      )}
      <Notes item={item} />
    </span>
    <code className="truncate font-mono text-xs text-soft max-lg:hidden">
      {item.prefix}…{item.last_four}
    </code>
    <span className="line-clamp-2 text-soft max-md:hidden" title={item.scopes.join(', ')}>
      {scopesInWords(item.scopes)}
    </span>
    <span className="max-lg:hidden">
      <Expiry item={item} />
    </span>
    <span className="text-muted max-lg:hidden">{item.last_used_at === null ? 'never' : <Time at={item.last_used_at} />}</span>
    <MoreMenu label={`Actions for ${item.name}`} look="quiet">
      <MenuItem onSelect={() => onAction('edit')}>Change …</MenuItem>
      <MenuItem onSelect={() => onAction('rotate')}>Rotate …</MenuItem>
      <MenuLine />
      <MenuItem danger onSelect={() => onAction('revoke')}>
        Revoke …
      </MenuItem>
    </MoreMenu>
  </li>
);
