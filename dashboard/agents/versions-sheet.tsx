import { useMutation, useQuery } from '@tanstack/react-query';
import type { AgentVersion } from '@parley/contract';
import { X } from 'lucide-react';
import { toast } from 'sonner';
import { api } from '../api/client.ts';
import { messageOf } from '../api/problem.ts';
import { versionsQuery } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { Sheet, SheetClose } from '../ui/dialog.tsx';
import { Pill } from '../ui/pill.tsx';
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useDraft, useDraftStore } from './use-draft.ts';

function useRestore() {
  const draft = useDraftStore();
  return useMutation({
    mutationFn: async (version: number) => {
      await draft.flush();
      const before = draft.read().config;
      draft.replace(await api.agents.restore(draft.read().saved.id, version));
      return before;
    },
    onSuccess: (before, version) =>
      toast(`The draft is version ${version} again`, { duration: 10_000, action: { label: 'Undo', onClick: () => draft.change(before) } }),
    onError: (error) => toast.error('The version was not restored', { description: messageOf(error) }),
  });
}

function VersionRow({ item, newest }: { item: AgentVersion; newest: boolean }) {
  const restore = useRestore();
  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 font-medium">
          Version {item.version}
          {newest && <Pill tone="green">published</Pill>}
        </p>
        <p className="truncate text-xs text-muted">
          <Time at={item.published_at} />
          {item.published_by !== null && ` by ${item.published_by}`}
        </p>
      </div>
      <Button onClick={() => restore.mutate(item.version)} aria-label={`Restore version ${item.version}`}>
        Restore to draft
      </Button>
    </li>
  );
}

export function VersionsSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const agent = useDraft((state) => state.saved);
  const { data, error, refetch } = useQuery({ ...versionsQuery(agent.id), enabled: open });
  return (
    <Sheet open={open} onOpenChange={onClose} title="Versions" side="right">
      <header className="flex h-12 shrink-0 items-center border-b border-line px-4">
        <h2 className="flex-1 text-lg font-semibold">Versions</h2>
        <SheetClose asChild>
          <Button look="quiet" size="icon" aria-label="Close">
            <X aria-hidden className="size-4" />
          </Button>
        </SheetClose>
      </header>
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2">
        {error !== null && <Failed what="The versions could not be loaded." error={error} retry={() => void refetch()} />}
        {data === undefined && error === null && <SkeletonRows rows={4} label="Loading versions" />}
        {data?.items.length === 0 && (
          <Empty title="No version yet">Publish the draft to make the first one. Every publication is kept here.</Empty>
        )}
        <ul className="divide-y divide-line">
          {data?.items.map((item) => (
            <VersionRow key={item.version} item={item} newest={item.version === agent.published_version} />
          ))}
        </ul>
      </div>
    </Sheet>
  );
}
