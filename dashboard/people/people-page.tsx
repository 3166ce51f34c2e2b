import { useQuery } from '@tanstack/react-query';
import type { CreatedInvitation, Me, MemberRole } from '@parley/contract';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { meQuery } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { Failed, SkeletonRows } from '../ui/states.tsx';
import { Invitations } from './invitations.tsx';
import { InviteDialog, InviteLink } from './invite-dialog.tsx';
import { Members } from './members.tsx';

const MAY_INVITE = {
  owner: ['member', 'admin', 'owner'],
  admin: ['member'],
  member: [],
  api_key: [],
} as const satisfies Record<Me['role'], readonly MemberRole[]>;

export function PeoplePage() {
  const { data: me, error, refetch } = useQuery(meQuery);
  const [open, setOpen] = useState<'invite' | CreatedInvitation | null>(null);
  const roles = me === undefined ? [] : MAY_INVITE[me.role];
  const invite = (
    <Button look="primary" onClick={() => setOpen('invite')}>
      <Plus aria-hidden className="size-4" /> Invite somebody
    </Button>
  );
  return (
    <Page title="People" narrow actions={roles.length > 0 ? invite : undefined}>
      {error !== null && <Failed what="The people could not be loaded." error={error} retry={() => void refetch()} />}
      {me === undefined && error === null && <SkeletonRows rows={3} label="Loading the people" />}
      {me !== undefined && (
        <Section title="Members">
          <Members me={me} />
        </Section>
      )}
      {roles.length > 0 && (
        <Section title="Invitations">
          <Invitations />
        </Section>
      )}
      {open === 'invite' && <InviteDialog roles={roles} onClose={() => setOpen(null)} onCreated={setOpen} />}
      {open !== null && open !== 'invite' && <InviteLink created={open} onClose={() => setOpen(null)} />}
    </Page>
  );
}
