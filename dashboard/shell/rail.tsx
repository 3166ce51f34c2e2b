import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import {
  Bot,
  BookOpen,
  Building2,
  ChartColumn,
  ChevronsUpDown,
  CircleUser,
  ExternalLink,
  KeyRound,
  Phone,
  Plug,
  ScrollText,
  Users,
  Webhook,
} from 'lucide-react';
import type { ComponentType } from 'react';
import * as auth from '../api/auth.ts';
import { meQuery, queryClient } from '../api/queries.ts';
import { Menu, MenuItem, MenuLabel, MenuLine } from '../ui/menu.tsx';
import { Skeleton } from '../ui/states.tsx';

export const API_REFERENCE = '/api/docs';

interface Room {
  to: NonNullable<LinkProps['to']>;
  name: string;
  icon: ComponentType<{ className?: string; 'aria-hidden'?: boolean }>;
}

const WINGS: readonly { name: string; rooms: readonly Room[] }[] = [
  { name: 'Build', rooms: [{ to: '/agents', name: 'Agents', icon: Bot }] },
  { name: 'Operate', rooms: [{ to: '/calls', name: 'Calls', icon: Phone }] },
  { name: 'Observe', rooms: [{ to: '/usage', name: 'Usage', icon: ChartColumn }] },
  {
    name: 'Develop',
    rooms: [
      { to: '/settings/api-keys', name: 'API keys', icon: KeyRound },
      { to: '/webhooks', name: 'Webhooks', icon: Webhook },
    ],
  },
  {
    name: 'Settings',
    rooms: [
      { to: '/settings/providers', name: 'Providers', icon: Plug },
      { to: '/settings/organization', name: 'Organization', icon: Building2 },
      { to: '/settings/people', name: 'People', icon: Users },
      { to: '/settings/audit-log', name: 'Audit trail', icon: ScrollText },
      { to: '/settings/account', name: 'Your account', icon: CircleUser },
    ],
  },
];

async function signOut(): Promise<void> {
  await auth.signOut();
  location.assign('/sign-in');
}

async function enter(organizationId: string): Promise<void> {
  await auth.enterOrganization(organizationId);
  queryClient.clear();
  location.assign('/');
}

function OrganizationMenu() {
  const { data: me } = useQuery(meQuery);
  if (me === undefined) return <Skeleton className="h-5 w-28" />;
  const others = me.organizations.filter(({ id }) => id !== me.organization.id);
  const trigger = (
    <button
      type="button"
      className="touch flex h-9 w-full min-w-0 items-center gap-2 rounded-md px-2 text-left font-semibold hover:bg-hover"
    >
      <span aria-hidden className="grid size-5 shrink-0 place-items-center rounded bg-accent text-xs text-on-accent">
        {me.organization.name.slice(0, 1).toUpperCase()}
      </span>
      <span className="min-w-0 flex-1 truncate">{me.organization.name}</span>
      <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted" />
    </button>
  );
  return (
    <Menu trigger={trigger} align="start">
      {me.user !== null && <MenuLabel>{me.user.email}</MenuLabel>}
      {others.map(({ id, name }) => (
        <MenuItem key={id} onSelect={() => void enter(id)}>
          Switch to {name}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem onSelect={() => void signOut()}>Sign out</MenuItem>
    </Menu>
  );
}

const roomStyle = 'touch flex h-8 items-center gap-2 rounded-md px-2 text-soft hover:bg-hover hover:text-ink';

/** Not a page of the dashboard: it stays open beside it. */
const ApiReference = () => (
  <a href={API_REFERENCE} target="_blank" rel="noreferrer" className={roomStyle}>
    <BookOpen aria-hidden className="size-4 shrink-0" />
    <span className="flex-1">
      API reference<span className="sr-only"> (opens in a new tab)</span>
    </span>
    <ExternalLink aria-hidden className="size-3 shrink-0 text-muted" />
  </a>
);

export const Rail = ({ onLeave }: { onLeave?: () => void }) => (
  <nav aria-label="Rooms" className="flex h-full flex-col gap-4 p-2">
    <OrganizationMenu />
    {WINGS.map((wing) => (
      <div key={wing.name}>
        <h2 className="px-2 pb-1 text-xs font-medium tracking-wide text-muted">{wing.name}</h2>
        {wing.rooms.map(({ to, name, icon: Icon }) => (
          <Link
            key={name}
            to={to}
            onClick={onLeave}
            className={roomStyle}
            activeProps={{ className: 'bg-pressed! text-ink! font-medium', 'aria-current': 'page' }}
          >
            <Icon aria-hidden className="size-4 shrink-0" />
            {name}
          </Link>
        ))}
        {wing.name === 'Develop' && <ApiReference />}
      </div>
    ))}
  </nav>
);
