import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import type { AgentVersion } from '@parley/contract';
import { GitCompare } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { versionsQuery } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { Sheet, SheetHead } from '../ui/dialog.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { Pill } from '../ui/pill.tsx';
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { CompareVersions } from './compare-versions.tsx';
import { useDraft, useDraftStore } from './use-draft.ts';
import { TagMenu, Tags } from './version-tags.tsx';

function useRestore() {
  const draft = useDraftStore();
  return useMutation({
    mutationFn: async (version: number) => {
      await draft.flush();
      const before = draft.read().config;
      draft.replace(await api.restoreAgentVersion(draft.read().saved.id, version));
      return before;
    },
    onSuccess: (before, version) =>
      toast(`The draft is version ${version} again`, { duration: 10_000, action: { label: 'Undo', onClick: () => draft.change(before) } }),
    onError: (error) => toast.error('The version was not restored', { description: messageOf(error) }),
  });
}

interface VersionRowProps {
  item: AgentVersion;
  newest: boolean;
  onCompare: () => void;
}

function VersionRow({ item, newest, onCompare }: VersionRowProps) {
  const restore = useRestore();
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div>
        <p className="flex flex-wrap items-center gap-2 font-medium">
          Version {item.version}
          {newest && <Pill tone="green">published</Pill>}
          <Tags version={item.version} />
        </p>
        <p className="truncate text-xs text-muted">
          <Time at={item.published_at} />
          {item.published_by !== null && ` by ${item.published_by}`}
        </p>
      </div>
      <div className="flex gap-2">
        <Button onClick={() => restore.mutate(item.version)} aria-label={`Restore to draft: version ${item.version}`}>
          Restore to draft
        </Button>
        <Button onClick={onCompare} aria-label={`Compare version ${item.version}`}>
          <GitCompare aria-hidden className="size-3.5" /> Compare
        </Button>
        <TagMenu version={item.version} />
      </div>
    </li>
  );
}

function VersionList() {
  const agent = useDraft((state) => state.saved);
  const list = useInfiniteQuery(versionsQuery(agent.id));
  const [compared, setCompared] = useState<number | null>(null);
  const items = list.data?.pages.flatMap((page) => page.items);
  return (
    <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2">
      {list.error !== null && <Failed what="The versions could not be loaded." error={list.error} retry={() => void list.refetch()} />}
      {items === undefined && list.error === null && <SkeletonRows rows={4} label="Loading versions" />}
      {items?.length === 0 && (
        <Empty title="No version yet">Publish the draft to make the first one. Every publication is kept here.</Empty>
      )}
      <ul className="divide-y divide-line">
        {items?.map((item) => (
          <VersionRow
            key={item.version}
            item={item}
            newest={item.version === agent.published_version}
            onCompare={() => setCompared(item.version)}
          />
        ))}
      </ul>
      <LoadMore what="versions" list={list} />
      {compared !== null && items !== undefined && <CompareVersions versions={items} first={compared} onClose={() => setCompared(null)} />}
    </div>
  );
}

export const VersionsSheet = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Sheet open={open} onOpenChange={onClose} title="Versions" side="right">
    <SheetHead title="Versions" />
    <VersionList />
  </Sheet>
);
