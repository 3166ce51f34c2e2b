import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { Agent } from '@parley/contract';
import { Plus } from 'lucide-react';
import type { FormEvent } from 'react';
import * as api from '../api/generated/operations.ts';
import { messageOf, RequestFailed } from '../api/problem.ts';
import { agentsQuery, queryClient } from '../api/queries.ts';
import { useListKeys } from '../shell/list-keys.ts';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/form.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { textIn } from '../ui/form-text.ts';

const route = getRouteApi('/app/agents');

const modelOf = (agent: Agent): string => (agent.llm.provider === 'embedded' ? 'Embedded rules' : agent.llm.model);

function NewAgent({ open, onClose }: { open: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const create = useMutation({
    mutationFn: (name: string) => api.createAgent({ name, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone }),
    onSuccess: async (agent) => {
      await queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey, exact: true });
      await navigate({ to: '/agents/$agentId', params: { agentId: agent.id } });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    create.mutate(textIn(new FormData(event.currentTarget), 'name'));
  };
  const problem =
    create.error === null
      ? undefined
      : create.error instanceof RequestFailed
        ? (create.error.fields['/name'] ?? create.error.message)
        : messageOf(create.error);
  const actions = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form="new-agent" look="primary" aria-disabled={create.isPending}>
        Create agent
      </Button>
    </>
  );
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title="New agent"
      description="It begins as a draft that you can talk to at once."
      actions={actions}
    >
      <form id="new-agent" onSubmit={submit}>
        <TextField label="Name" name="name" required maxLength={128} autoFocus error={problem} placeholder="Front desk" />
      </form>
    </Dialog>
  );
}

const COLUMNS = 'grid grid-cols-[minmax(0,2fr)_160px_minmax(0,1fr)_120px] items-center gap-4 px-4 max-sm:grid-cols-[minmax(0,1fr)_auto]';

function Row({ agent, active }: { agent: Agent; active: boolean }) {
  return (
    <li>
      <Link
        to="/agents/$agentId"
        params={{ agentId: agent.id }}
        data-active={active}
        className={cn(COLUMNS, 'touch h-11 hover:bg-hover focus-visible:-outline-offset-2', active && 'bg-hover')}
      >
        <span className="truncate font-medium">{agent.name}</span>
        <span className="flex items-center gap-2">
          {agent.published_version === null ? <Pill tone="amber">draft</Pill> : <Pill tone="green">version {agent.published_version}</Pill>}
          {agent.draft_changed && agent.published_version !== null && <span className="text-xs text-muted max-sm:hidden">edited</span>}
        </span>
        <span className="truncate text-soft max-sm:hidden">{modelOf(agent)}</span>
        <span className="text-right text-muted max-sm:hidden">
          <Time at={agent.updated_at} />
        </span>
      </Link>
    </li>
  );
}

export function AgentsPage() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(agentsQuery);
  const items = data?.items ?? [];
  const active = useListKeys(items.length, (index) => {
    const agent = items[index];
    if (agent !== undefined) void navigate({ to: '/agents/$agentId', params: { agentId: agent.id } });
  });
  const add = (
    <Button look="primary" onClick={() => void navigate({ to: '/agents', search: { new: true } })}>
      <Plus aria-hidden className="size-4" /> New agent
    </Button>
  );
  return (
    <Page title="Agents" note={data === undefined ? undefined : items.length} actions={add}>
      <Panel className="overflow-hidden">
        <div aria-hidden className={cn(COLUMNS, 'h-9 border-b border-line text-xs font-medium text-muted')}>
          <span>Name</span>
          <span className="max-sm:text-right">State</span>
          <span className="max-sm:hidden">Model</span>
          <span className="text-right max-sm:hidden">Changed</span>
        </div>
        {error !== null && <Failed what="The agents could not be loaded." error={error} retry={() => void refetch()} />}
        {data === undefined && error === null && <SkeletonRows rows={5} label="Loading agents" />}
        {data !== undefined && items.length === 0 && (
          <Empty title="No agents yet" action={add}>
            An agent answers calls: it has a greeting, a prompt, a voice, and functions it can use.
          </Empty>
        )}
        <ul className="divide-y divide-line">
          {items.map((agent, index) => (
            <Row key={agent.id} agent={agent} active={index === active} />
          ))}
        </ul>
      </Panel>
      <NewAgent open={search.new === true} onClose={() => void navigate({ to: '/agents', search: {}, replace: true })} />
    </Page>
  );
}
