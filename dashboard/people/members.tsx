import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import type { Me, Member, MemberRole } from '@parley/contract';
import { useState } from 'react';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { membersQuery, meQuery, queryClient } from '../api/queries.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { Panel } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { MenuItem, MenuLine, MoreMenu } from '../ui/menu.tsx';
import { Failed, SkeletonRows } from '../ui/states.tsx';
import { MemberSessions } from './member-sessions.tsx';
import { ROLES } from './roles.ts';

/** One's own role decides what the pages offer. */
const refresh = (): Promise<unknown> =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: membersQuery.queryKey }),
    queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
  ]);

function RoleField({ member }: { member: Member }) {
  const change = useMutation({
    mutationFn: (role: MemberRole) => api.updateMember(member.id, { role }),
    onSuccess: ({ name, role }) => toast.success(`${name} is ${ROLES[role].toLowerCase()} now`),
    onError: (error) => toast.error(`The role of ${member.name} was not changed`, { description: messageOf(error) }),
    onSettled: refresh,
  });
  return (
    <select
      aria-label={`Role of ${member.name}`}
      className="field w-[110px]!"
      value={change.isPending ? change.variables : member.role}
      onChange={(event) => change.mutate(event.target.value as MemberRole)}
    >
      {Object.entries(ROLES).map(([role, name]) => (
        <option key={role} value={role}>
          {name}
        </option>
      ))}
    </select>
  );
}

function Remove({ member, onClose }: { member: Member; onClose: () => void }) {
  const remove = useMutation({
    mutationFn: () => api.removeMember(member.id),
    onSuccess: async () => {
      onClose();
      toast(`${member.name} is no longer a member`);
      await refresh();
    },
    onError: (error) => {
      onClose();
      toast.error(`${member.name} was not removed`, { description: messageOf(error) });
    },
  });
  return (
    <ConfirmDialog
      title={`Remove ${member.name}`}
      description={`${member.email} can no longer open this organization. Agents, calls and API keys stay.`}
      button="Remove member"
      action={remove}
      onClose={onClose}
    />
  );
}

/** Owners change roles and remove; everybody sees who is in. */
export function Members({ me }: { me: Me }) {
  const list = useInfiniteQuery(membersQuery);
  const [open, setOpen] = useState<{ kind: 'sessions' | 'remove'; member: Member } | null>(null);
  const close = (): void => setOpen(null);
  const items = list.data?.pages.flatMap((page) => page.items);
  const isOwner = me.role === 'owner';
  return (
    <Panel>
      {list.error !== null && <Failed what="The members could not be loaded." error={list.error} retry={() => void list.refetch()} />}
      {items === undefined && list.error === null && <SkeletonRows rows={2} label="Loading members" />}
      <ul className="divide-y divide-line" aria-label="Members">
        {items?.map((member) => (
          <li key={member.id} className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2">
            <span className="min-w-0 flex-1 basis-[130px]">
              <span className="flex items-center gap-2 font-medium">
                <span className="truncate">{member.name}</span>
                {member.user_id === me.user?.id && <Pill tone="accent">you</Pill>}
              </span>
              <span className="block truncate text-xs text-muted">{member.email}</span>
            </span>
            {isOwner ? (
              <span className="flex shrink-0 items-center gap-2">
                <RoleField member={member} />
                <MoreMenu label={`Actions for ${member.name}`} look="quiet">
                  <MenuItem onSelect={() => setOpen({ kind: 'sessions', member })}>Sessions …</MenuItem>
                  <MenuLine />
                  <MenuItem danger onSelect={() => setOpen({ kind: 'remove', member })}>
                    Remove …
                  </MenuItem>
                </MoreMenu>
              </span>
            ) : (
              <span className="text-soft">{ROLES[member.role]}</span>
            )}
          </li>
        ))}
      </ul>
      <LoadMore what="members" list={list} />
      {open?.kind === 'remove' && <Remove member={open.member} onClose={close} />}
      {open?.kind === 'sessions' && <MemberSessions member={open.member} onClose={close} />}
    </Panel>
  );
}
