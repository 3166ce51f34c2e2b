import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { AgentConfig, type AgentListItem } from '@parley/contract';
import { Plus } from 'lucide-react';
import * as api from '../api/generated/operations.ts';
import { agentsQuery, queryClient } from '../api/queries.ts';
import { useListKeys } from '../shell/list-keys.ts';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { TextField } from '../ui/form.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { useSentForm } from '../ui/sent-form.ts';
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';

const route = getRouteApi('/app/agents');

const modelOf = ({ llm }: AgentListItem): string => (llm === undefined ? '' : llm.provider === 'embedded' ? 'Embedded rules' : llm.model);

const NAME = AgentConfig.pick({ name: true });
const WORDS = { name: 'Give it a name, in at most 128 characters.' };

function NewAgent({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const create = useMutation({
    mutationFn: ({ name }: { name: string }) => api.createAgent({ name, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone }),
    onSuccess: async (agent) => {
      await queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey, exact: true });
      await navigate({ to: '/agents/$agentId', params: { agentId: agent.id } });
    },
  });
  const form = useSentForm({ schema: NAME, words: WORDS, opened: { name: '' }, save: create });
  return (
    <FormDialog
      title="New agent"
      description="It begins as a draft that you can talk to at once."
      button="Create agent"
      pending={create.isPending}
      form={form}
      onClose={onClose}
    >
      <TextField label="Name" required maxLength={128} autoFocus {...form.field('name')} placeholder="Front desk" />
    </FormDialog>
  );
}

const COLUMNS = 'grid grid-cols-[minmax(0,2fr)_160px_minmax(0,1fr)_120px] items-center gap-4 px-4 max-sm:grid-cols-[minmax(0,1fr)_auto]';

function Row({ agent, active }: { agent: AgentListItem; active: boolean }) {
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
      {search.new === true && <NewAgent onClose={() => void navigate({ to: '/agents', search: {}, replace: true })} />}
    </Page>
  );
}
