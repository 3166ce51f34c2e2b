import { useMutation, useQuery } from '@tanstack/react-query';
import type { Member } from '@parley/contract';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { memberSessionsQuery, queryClient } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SessionRow } from '../ui/session-list.tsx';
import { Failed, SkeletonRows } from '../ui/states.tsx';

/** Where a member is signed in; all of it is ended together. */
export function MemberSessions({ member: { id, name }, onClose }: { member: Member; onClose: () => void }) {
  const { data, error, refetch } = useQuery(memberSessionsQuery(id));
  const end = useMutation({
    mutationFn: () => api.endMemberSessions(id),
    onSuccess: async () => {
      onClose();
      toast(`${name} is signed out everywhere`);
      await queryClient.invalidateQueries({ queryKey: memberSessionsQuery(id).queryKey });
    },
    onError: (failure) => toast.error(`${name} was not signed out`, { description: messageOf(failure) }),
  });
  const some = data !== undefined && data.items.length > 0;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Where ${name} is signed in`}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          {some && (
            <Button look="danger" aria-disabled={end.isPending} onClick={() => end.mutate()}>
              Sign out everywhere
            </Button>
          )}
        </>
      }
    >
      {error !== null && <Failed what="The sessions could not be loaded." error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <SkeletonRows rows={2} label="Loading the sessions" />}
      {data?.items.length === 0 && <p className="text-muted">Nowhere at the moment.</p>}
      {some && (
        <ul className="divide-y divide-line rounded-md border border-line" aria-label="Sessions">
          {data.items.map((session) => (
            <SessionRow key={session.id} address={session.address} userAgent={session.user_agent} since={session.created_at} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}
