import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { Menu as MenuIcon, Moon, Search, Sun } from 'lucide-react';
import { agentQuery, callQuery, liveCallsQuery, webhookQuery } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { setTheme, useTheme } from './theme.ts';

const ROOMS: Readonly<Record<string, string>> = {
  agents: 'Agents',
  calls: 'Calls',
  usage: 'Usage',
  webhooks: 'Webhooks',
  deliveries: 'Deliveries',
  new: 'New',
  settings: 'Settings',
  providers: 'Providers',
  'api-keys': 'API keys',
  organization: 'Organization',
  people: 'People',
  'audit-log': 'Audit trail',
  account: 'Your account',
};

/** Rooms of things that have a page each. */
const THINGS: Readonly<Record<string, '/agents' | '/calls' | '/webhooks'>> = { agents: '/agents', calls: '/calls', webhooks: '/webhooks' };

/** The last part's own name, where it is a thing and not a room. */
function useThingName(room: string | undefined, id: string | undefined): string | undefined {
  const agent = useQuery({ ...agentQuery(id ?? ''), enabled: room === 'agents' && id !== undefined });
  const call = useQuery({ ...callQuery(id ?? ''), enabled: room === 'calls' && id !== undefined });
  const webhook = useQuery({ ...webhookQuery(id ?? ''), enabled: room === 'webhooks' && id !== undefined });
  if (room === 'agents') return agent.data?.name;
  if (room === 'webhooks') return webhook.data === undefined ? undefined : new URL(webhook.data.url).host;
  return call.data === undefined ? undefined : `${call.data.agent_name} · ${call.data.id.slice(-5)}`;
}

function Crumbs() {
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const [room, part] = pathname.split('/').filter((each) => each !== '');
  const isThing = part !== undefined && part.includes('_');
  const thing = useThingName(room, isThing ? part : undefined);
  const last = isThing ? thing : ROOMS[part ?? ''];
  return (
    <ol aria-label="Where you are" className="flex min-w-0 items-center gap-1.5">
      <li className={last === undefined ? 'font-medium' : 'text-muted'}>
        {isThing ? (
          <Link to={THINGS[room ?? ''] ?? '/agents'} className="hover:text-ink">
            {ROOMS[room ?? '']}
          </Link>
        ) : (
          ROOMS[room ?? '']
        )}
      </li>
      {last !== undefined && (
        <>
          <li aria-hidden className="text-muted">
            /
          </li>
          <li className="truncate font-medium">{last}</li>
        </>
      )}
    </ol>
  );
}

function LiveCount() {
  const { data } = useQuery(liveCallsQuery);
  const live = data?.items.length ?? 0;
  if (live === 0) return null;
  return (
    <Link
      to="/calls"
      search={{ status: 'ongoing' }}
      className="touch inline-flex items-center gap-1.5 rounded-md px-2 text-xs font-medium text-green hover:bg-hover"
    >
      <span aria-hidden className="size-2 animate-[pulse-ring_1.4s_ease-out_infinite] rounded-full bg-current" />
      {live} live
    </Link>
  );
}

function ThemeButton() {
  const theme = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <Button look="quiet" size="icon" aria-label={`Use the ${other} theme`} onClick={() => setTheme(other)}>
      {theme === 'dark' ? <Sun aria-hidden className="size-4" /> : <Moon aria-hidden className="size-4" />}
    </Button>
  );
}

export const TopBar = ({ onSearch, onMenu }: { onSearch: () => void; onMenu: () => void }) => (
  <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-6 max-md:px-3">
    <Button look="quiet" size="icon" aria-label="Open the rooms" onClick={onMenu} className="md:hidden">
      <MenuIcon aria-hidden className="size-4" />
    </Button>
    <div className="min-w-0 flex-1">
      <Crumbs />
    </div>
    <LiveCount />
    <Button look="quiet" onClick={onSearch} className="text-muted max-sm:w-10 max-sm:px-0" aria-keyshortcuts="Control+K Meta+K">
      <Search aria-hidden className="size-4" />
      <span className="max-sm:sr-only">Search</span>
      <kbd aria-hidden className="rounded border border-line px-1 font-sans text-xs max-sm:hidden">
        ⌘K
      </kbd>
    </Button>
    <ThemeButton />
  </header>
);
