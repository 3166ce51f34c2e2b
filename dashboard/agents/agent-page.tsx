import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useBlocker, useNavigate } from '@tanstack/react-router';
import type { Agent } from '@parley/contract';
import { History, Mic } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { agentQuery, agentsQuery, queryClient } from '../api/queries.ts';
import { TalkPanel } from '../call/talk-panel.tsx';
import { Button } from '../ui/button.tsx';
import { CopyId } from '../ui/copy-id.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { useWideScreen } from '../ui/media-query.ts';
import { MenuItem, MenuLine, MoreMenu } from '../ui/menu.tsx';
import { Pill } from '../ui/pill.tsx';
import { Failed, Skeleton } from '../ui/states.tsx';
import { agentSource } from './agent-source.ts';
import { Conflict } from './conflict.tsx';
import { DeleteAgent } from './delete-agent.tsx';
import { Draft } from './draft.ts';
import { FunctionsSection } from './functions-section.tsx';
import { ModelSection } from './model-section.tsx';
import { PublishBar } from './publish-bar.tsx';
import { BasicsSection, GreetingSection, PromptSection } from './text-sections.tsx';
import { TurnTakingSection } from './turn-taking-section.tsx';
import { DraftContext, useDraft, useDraftStore } from './use-draft.ts';
import { VersionsSheet } from './versions-sheet.tsx';
import { VoiceSection } from './voice-section.tsx';

const route = getRouteApi('/app/agents/$agentId');

/** Leaving saves what is still waiting. */
function useSaveOnLeave(): void {
  const draft = useDraftStore();
  const unsaved = (): boolean => draft.read().status !== 'saved';
  useBlocker({
    shouldBlockFn: async () => {
      await draft.flush();
      return draft.read().status === 'conflict';
    },
    enableBeforeUnload: unsaved,
  });
  useEffect(() => () => void draft.flush(), [draft]);
}

function useDuplicate() {
  const draft = useDraftStore();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async () => {
      await draft.flush();
      return api.duplicateAgent(draft.read().saved.id, {});
    },
    onSuccess: async (copy) => {
      await queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey, exact: true });
      toast.success(`${copy.name} is made`, { description: 'It begins with this draft, and without versions.' });
      await navigate({ to: '/agents/$agentId', params: { agentId: copy.id } });
    },
    onError: (error) => toast.error('The agent was not duplicated', { description: messageOf(error) }),
  });
}

function Header({ panel }: { panel: (name: 'talk' | 'versions' | undefined) => void }) {
  const agent = useDraft((state) => state.saved);
  const name = useDraft((state) => state.config.name);
  const wide = useWideScreen();
  const [deleting, setDeleting] = useState(false);
  const duplicate = useDuplicate();
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2 pt-5 pb-3">
      <h1 className="min-w-0 truncate text-xl font-semibold">{name === '' ? 'Unnamed agent' : name}</h1>
      {agent.published_version === null ? <Pill tone="amber">draft</Pill> : <Pill tone="green">version {agent.published_version}</Pill>}
      <CopyId id={agent.id} />
      <div className="ml-auto flex gap-2">
        {!wide && (
          <Button look="primary" onClick={() => panel('talk')}>
            <Mic aria-hidden className="size-3.5" /> Talk
          </Button>
        )}
        <Button onClick={() => panel('versions')}>
          <History aria-hidden className="size-3.5" /> Versions
        </Button>
        <MoreMenu label="More actions">
          <MenuItem onSelect={() => duplicate.mutate()}>Duplicate agent</MenuItem>
          <MenuLine />
          <MenuItem danger onSelect={() => setDeleting(true)}>
            Delete agent …
          </MenuItem>
        </MoreMenu>
      </div>
      {deleting && <DeleteAgent agent={agent} onClose={() => setDeleting(false)} />}
    </header>
  );
}

function Editor() {
  const { panel } = route.useSearch();
  const navigate = useNavigate();
  const wide = useWideScreen();
  const draft = useDraftStore();
  useSaveOnLeave();
  const show = (next: 'talk' | 'versions' | undefined): void =>
    void navigate({ from: '/agents/$agentId', search: { panel: next }, replace: next === undefined });
  const talk = { agentId: draft.read().saved.id, beforeCall: () => draft.settle() };
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)_420px] max-lg:grid-cols-[minmax(0,1fr)]">
      <div className="min-h-0 overflow-y-auto">
        <div className="mx-auto flex min-h-full max-w-[860px] flex-col px-6 max-md:px-4">
          <Header panel={show} />
          <div className="flex-1">
            <BasicsSection />
            <GreetingSection />
            <PromptSection />
            <VoiceSection />
            <ModelSection />
            <TurnTakingSection />
            <FunctionsSection />
          </div>
          <PublishBar />
        </div>
      </div>
      {wide && (
        <aside aria-label="Talk" className="min-h-0 border-l border-line bg-rail">
          <TalkPanel {...talk} />
        </aside>
      )}
      <Sheet open={!wide && panel === 'talk'} onOpenChange={() => show(undefined)} title="Talk" side="right">
        <TalkPanel {...talk} onClose={() => show(undefined)} />
      </Sheet>
      <VersionsSheet open={panel === 'versions'} onClose={() => show(undefined)} />
      <Conflict />
    </div>
  );
}

function Opened({ agent }: { agent: Agent }) {
  const [draft] = useState(() => new Draft(agent, agentSource));
  return (
    <DraftContext value={draft}>
      <Editor />
    </DraftContext>
  );
}

export function AgentPage() {
  const { agentId } = route.useParams();
  // Read once when the page opens; from then on the draft knows best.
  const { data, error, refetch, isFetchedAfterMount } = useQuery({
    ...agentQuery(agentId),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (error !== null && data === undefined)
    return <Failed page what="The agent could not be loaded." error={error} retry={() => void refetch()} />;
  if (data === undefined || !isFetchedAfterMount) return <Loading />;
  return <Opened key={agentId} agent={data} />;
}

const Loading = () => (
  <div role="status" aria-label="Loading the agent" className="mx-auto flex max-w-[860px] flex-col gap-6 px-6 py-6">
    <Skeleton className="h-7 w-56" />
    <Skeleton className="h-16" />
    <Skeleton className="h-80" />
  </div>
);
