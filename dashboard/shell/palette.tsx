import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { useState, type ReactNode } from 'react';
import { agentsQuery } from '../api/queries.ts';
import { API_REFERENCE } from './rail.tsx';
import { setTheme, useTheme } from './theme.ts';

const Group = ({ heading, children }: { heading: string; children: ReactNode }) => (
  <Command.Group
    heading={heading}
    className="**:[[cmdk-group-heading]]:px-2 **:[[cmdk-group-heading]]:py-1 **:[[cmdk-group-heading]]:text-xs **:[[cmdk-group-heading]]:text-muted"
  >
    {children}
  </Command.Group>
);

const Item = ({ onSelect, value, children }: { onSelect: () => void; value: string; children: ReactNode }) => (
  <Command.Item
    value={value}
    onSelect={onSelect}
    className="touch flex min-h-9 cursor-pointer items-center gap-2 rounded-md px-2 data-[selected=true]:bg-hover"
  >
    {children}
  </Command.Item>
);

interface PaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  showKeys: () => void;
}

const CALL_ID = /^call_[0-9a-z]{26}$/;

type Go = (there: () => Promise<void>) => void;

function Pages({ go }: { go: Go }) {
  const navigate = useNavigate();
  return (
    <Group heading="Go to">
      <Item value="Agents page" onSelect={() => go(() => navigate({ to: '/agents' }))}>
        Agents
      </Item>
      <Item value="Calls page" onSelect={() => go(() => navigate({ to: '/calls' }))}>
        Calls
      </Item>
      <Item value="Live calls" onSelect={() => go(() => navigate({ to: '/calls', search: { status: 'ongoing' } }))}>
        Live calls
      </Item>
      <Item value="Usage and quotas" onSelect={() => go(() => navigate({ to: '/usage' }))}>
        Usage
      </Item>
      <Item value="Providers settings" onSelect={() => go(() => navigate({ to: '/settings/providers' }))}>
        Providers
      </Item>
      <Item value="API keys settings" onSelect={() => go(() => navigate({ to: '/settings/api-keys' }))}>
        API keys
      </Item>
      <Item value="Webhooks endpoints" onSelect={() => go(() => navigate({ to: '/webhooks' }))}>
        Webhooks
      </Item>
      <Item value="Webhook deliveries log" onSelect={() => go(() => navigate({ to: '/webhooks/deliveries' }))}>
        Webhook deliveries
      </Item>
      <Item value="Organization settings" onSelect={() => go(() => navigate({ to: '/settings/organization' }))}>
        Organization
      </Item>
      <Item value="People members invitations" onSelect={() => go(() => navigate({ to: '/settings/people' }))}>
        People
      </Item>
      <Item value="Audit trail log" onSelect={() => go(() => navigate({ to: '/settings/audit-log' }))}>
        Audit trail
      </Item>
      <Item value="Your account password second factor sessions" onSelect={() => go(() => navigate({ to: '/settings/account' }))}>
        Your account
      </Item>
      <Item value="API reference documentation" onSelect={() => location.assign(API_REFERENCE)}>
        API reference
      </Item>
    </Group>
  );
}

function Results({ query, leave, showKeys }: { query: string; leave: () => void; showKeys: () => void }) {
  const navigate = useNavigate();
  const theme = useTheme();
  const { data } = useQuery(agentsQuery);
  const go: Go = (there) => {
    leave();
    void there();
  };
  const call = query.trim();
  return (
    <>
      {CALL_ID.test(call) && (
        <Group heading="Calls">
          <Item value={call} onSelect={() => go(() => navigate({ to: '/calls/$callId', params: { callId: call } }))}>
            Open {call}
          </Item>
        </Group>
      )}
      <Group heading="Agents">
        {data?.items.map(({ id, name }) => (
          <Item key={id} value={`${name} ${id}`} onSelect={() => go(() => navigate({ to: '/agents/$agentId', params: { agentId: id } }))}>
            {name}
          </Item>
        ))}
      </Group>
      <Group heading="Do">
        <Item value="New agent" onSelect={() => go(() => navigate({ to: '/agents', search: { new: true } }))}>
          New agent
        </Item>
        {data?.items.map(({ id, name }) => (
          <Item
            key={id}
            value={`Talk to ${name} ${id}`}
            onSelect={() => go(() => navigate({ to: '/agents/$agentId', params: { agentId: id }, search: { panel: 'talk' } }))}
          >
            Talk to {name}
          </Item>
        ))}
        <Item value="Change theme" onSelect={() => setTheme(theme === 'dark' ? 'light' : 'dark')}>
          Use the {theme === 'dark' ? 'light' : 'dark'} theme
        </Item>
        <Item value="Show all keys" onSelect={showKeys}>
          Show all keys
        </Item>
      </Group>
      <Pages go={go} />
    </>
  );
}

export function Palette({ open, onOpenChange, showKeys }: PaletteProps) {
  const [query, setQuery] = useState('');
  const change = (next: boolean): void => {
    setQuery('');
    onOpenChange(next);
  };
  return (
    <Command.Dialog
      open={open}
      onOpenChange={change}
      label="Search and do"
      overlayClassName="fade-in fixed inset-0 z-40 bg-overlay"
      contentClassName="fade-in fixed top-[14vh] left-1/2 z-50 w-[calc(100vw-32px)] max-w-[560px] -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-raised shadow-float"
    >
      <Command.Input
        value={query}
        onValueChange={setQuery}
        placeholder="Search agents, a call id, pages, actions"
        className="h-12 w-full border-b border-line bg-transparent px-4 text-base focus:outline-none"
      />
      <Command.List className="max-h-[50vh] overflow-y-auto p-2">
        <Command.Empty className="px-2 py-6 text-center text-muted">Nothing has that name.</Command.Empty>
        <Results query={query} leave={() => change(false)} showKeys={showKeys} />
      </Command.List>
    </Command.Dialog>
  );
}
