import { useMutation, useQuery } from '@tanstack/react-query';
import type { Invitation } from '@parley/contract';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { invitationsQuery, queryClient } from '../api/queries.ts';
import { dayAndTime, exactTime } from '../format/format.ts';
import { Button } from '../ui/button.tsx';
import { Panel } from '../ui/page.tsx';
import { Pill, type Tone } from '../ui/pill.tsx';
import { Failed, SkeletonRows } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { ROLES } from './roles.ts';

const STATES = {
  pending: ['amber', 'waiting'],
  accepted: ['green', 'accepted'],
  revoked: ['neutral', 'withdrawn'],
  expired: ['neutral', 'expired'],
} as const satisfies Record<Invitation['status'], readonly [Tone, string]>;

function Row({ invitation: { id, email, role, status, created_at: made, expires_at: until } }: { invitation: Invitation }) {
  const whom = email ?? 'Whoever has the link';
  const revoke = useMutation({
    mutationFn: () => api.revokeInvitation(id),
    onSuccess: () => toast('The invitation is withdrawn', { description: 'Its link opens nothing any more.' }),
    onError: (error) => toast.error('The invitation was not withdrawn', { description: messageOf(error) }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
  const [tone, word] = STATES[status];
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2">
      <span className="min-w-0 flex-1 basis-[180px]">
        <span className="flex items-center gap-2 font-medium">
          <span className="truncate">{whom}</span>
          <Pill tone={tone}>{word}</Pill>
        </span>
        <span className="block text-xs text-muted">
          {ROLES[role]} · made <Time at={made} />
          {status === 'pending' && (
            <>
              {' '}
              · works until{' '}
              <time dateTime={until} title={exactTime(until)}>
                {dayAndTime(until)}
              </time>
            </>
          )}
        </span>
      </span>
      {status === 'pending' && (
        <Button
          look="danger"
          aria-disabled={revoke.isPending}
          onClick={() => revoke.mutate()}
          aria-label={`Withdraw the invitation for ${whom}`}
        >
          Withdraw
        </Button>
      )}
    </li>
  );
}

/** The newest; admins and owners see them. */
export function Invitations() {
  const { data, error, refetch } = useQuery(invitationsQuery);
  return (
    <Panel>
      {error !== null && <Failed what="The invitations could not be loaded." error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <SkeletonRows rows={2} label="Loading invitations" />}
      {data?.items.length === 0 && <p className="p-4 text-muted">None yet. An invitation is a link that makes one person a member.</p>}
      {data !== undefined && data.items.length > 0 && (
        <ul className="divide-y divide-line" aria-label="Invitations">
          {data.items.map((invitation) => (
            <Row key={invitation.id} invitation={invitation} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
