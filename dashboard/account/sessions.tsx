import { useMutation, useQuery } from '@tanstack/react-query';
import { toast } from 'sonner';
import * as auth from '../api/auth.ts';
import { messageOf } from '../api/problem.ts';
import { ownSessionsQuery } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { Panel } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { SessionRow } from '../ui/session-list.tsx';
import { Failed, SkeletonRows } from '../ui/states.tsx';
import { refreshAccount } from './refresh.ts';

function useEnd<T>(end: (what: T) => Promise<void>, done: string) {
  return useMutation({
    mutationFn: end,
    onSuccess: () => toast(done),
    onError: (error) => toast.error('The session was not ended', { description: messageOf(error) }),
    onSettled: refreshAccount,
  });
}

/** Where one is signed in, the newest first; this one is ended by signing out. */
export function Sessions({ current }: { current: string }) {
  const { data, error, refetch } = useQuery(ownSessionsQuery);
  const one = useEnd(auth.endSession, 'The session is ended');
  const others = useEnd<void>(auth.endOtherSessions, 'Your other sessions are ended');
  const sessions = data?.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  const endOthers = (
    <Button aria-disabled={others.isPending} onClick={() => others.mutate()}>
      End all others
    </Button>
  );
  return (
    <Section title="Where you are signed in" action={sessions !== undefined && sessions.length > 1 ? endOthers : undefined}>
      <Panel>
        {error !== null && <Failed what="Your sessions could not be loaded." error={error} retry={() => void refetch()} />}
        {sessions === undefined && error === null && <SkeletonRows rows={2} label="Loading your sessions" />}
        <ul className="divide-y divide-line" aria-label="Your sessions">
          {sessions?.map(({ id, token, createdAt, ipAddress, userAgent }) => (
            <SessionRow key={id} address={ipAddress} userAgent={userAgent} since={createdAt} own={id === current}>
              {id !== current && (
                <Button look="danger" aria-disabled={one.isPending} onClick={() => one.mutate(token)}>
                  End session
                </Button>
              )}
            </SessionRow>
          ))}
        </ul>
      </Panel>
    </Section>
  );
}
