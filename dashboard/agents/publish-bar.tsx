import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import type { Agent, AgentConfig } from '@parley/contract';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { agentQuery, agentsQuery, queryClient, versionsQuery } from '../api/queries.ts';
import { clockTime, count } from '../format/format.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/states.tsx';
import { ChangeList } from './change-list.tsx';
import { changesBetween, labelAt, type Change } from './config-diff.ts';
import type { DraftState } from './draft.ts';
import { useDraft, useDraftStore, useProblems } from './use-draft.ts';

/** What differs from the newest published version. */
function useChanges(): { changes: Change[]; next: number } {
  const agent = useDraft((state) => state.saved);
  const config = useDraft((state) => state.config);
  const { data } = useInfiniteQuery(versionsQuery(agent.id));
  const published = data?.pages.flatMap(({ items }) => items).find(({ version }) => version === agent.published_version)?.config;
  const changes = useMemo(() => (published === undefined ? [] : changesBetween(published, config)), [published, config]);
  return { changes, next: (agent.published_version ?? 0) + 1 };
}

function SaveState({ state }: { state: DraftState }) {
  const { status, savedAt, problem } = state;
  switch (status) {
    case 'saved':
      return <span className="text-muted">Saved {clockTime(savedAt)}</span>;
    case 'waiting':
    case 'saving':
      return <span className="text-muted">Saving …</span>;
    case 'failed':
      return <span className="text-red">Not saved: {problem?.message}</span>;
    case 'conflict':
      return <span className="text-red">Not saved: somebody else changed this agent.</span>;
    default:
      return status satisfies never;
  }
}

async function refresh(agent: Pick<Agent, 'id'>): Promise<Agent> {
  const fresh = await api.getAgent(agent.id);
  queryClient.setQueryData(agentQuery(agent.id).queryKey, fresh);
  void queryClient.invalidateQueries({ queryKey: versionsQuery(agent.id).queryKey });
  void queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey, exact: true });
  return fresh;
}

function usePublish(close: () => void) {
  const draft = useDraftStore();
  return useMutation({
    mutationFn: async () => {
      await draft.settle();
      const version = await api.publishAgent(draft.read().saved.id);
      draft.replace(await refresh(draft.read().saved));
      return version;
    },
    onSuccess: ({ version }) => {
      close();
      toast.success(`Version ${version} is published`, { description: 'New calls use it.' });
    },
    onError: (error) => toast.error('The draft was not published', { description: messageOf(error) }),
  });
}

/** The draft becomes the published version again; undoing brings back what was there. */
function useDiscard() {
  const draft = useDraftStore();
  return useMutation({
    mutationFn: async () => {
      const { saved, config } = draft.read();
      if (saved.published_version === null) return config;
      draft.replace(await api.restoreAgentVersion(saved.id, saved.published_version));
      return config;
    },
    onSuccess: (before: AgentConfig) =>
      toast('The draft is as published again', { duration: 10_000, action: { label: 'Undo', onClick: () => draft.change(before) } }),
    onError: (error) => toast.error('The draft was not discarded', { description: messageOf(error) }),
  });
}

/** What the server would refuse the publication for. */
function Problems() {
  const problems = useProblems();
  if (problems.length === 0) return null;
  return (
    <Notice tone="red">
      <p className="font-medium">This draft cannot be published:</p>
      <ul className="mt-1 list-disc pl-5">
        {problems.map(({ pointer, code, message }) => (
          <li key={`${code} ${pointer}`}>
            <span className="font-medium">{labelAt(pointer)}</span> {message}{' '}
            {code === 'provider_not_configured' && (
              <Link to="/settings/providers" className="font-medium underline">
                Open providers
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

export function PublishBar() {
  const state = useDraft((all) => all);
  const { changes, next } = useChanges();
  const [open, setOpen] = useState(false);
  const publish = usePublish(() => setOpen(false));
  const discard = useDiscard();
  const first = state.saved.published_version === null;
  const unpublishable = useProblems().length > 0;
  const differs = first || changes.length > 0;
  return (
    <div className="sticky bottom-0 z-10 -mx-6 flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-t border-line bg-surface px-6 py-2 max-md:-mx-4 max-md:px-4">
      <span className="font-medium">
        {first
          ? 'Draft, never published'
          : differs
            ? `Draft, ${count(changes.length, 'change')}`
            : `Version ${state.saved.published_version ?? ''}, no changes`}
      </span>
      <span aria-live="polite" className="text-xs">
        <SaveState state={state} />
      </span>
      <div className="ml-auto flex gap-2">
        {differs && !first && (
          <Button look="quiet" onClick={() => discard.mutate()}>
            Discard
          </Button>
        )}
        {differs && (
          <Button look="primary" onClick={() => setOpen(true)}>
            Publish …
          </Button>
        )}
      </div>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        wide
        title={`Publish version ${next}`}
        description={
          first
            ? 'The first version: calls from the API use it from now on.'
            : `${count(changes.length, 'change')} since version ${next - 1}. Calls that are going on keep the version they began with.`
        }
        actions={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button look="primary" onClick={() => publish.mutate()} aria-disabled={publish.isPending || unpublishable}>
              Publish version {next}
            </Button>
          </>
        }
      >
        <div className="mb-3 empty:hidden">
          <Problems />
        </div>
        <ChangeList changes={changes} />
      </Dialog>
    </div>
  );
}
