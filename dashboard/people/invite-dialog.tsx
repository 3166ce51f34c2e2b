import { useMutation } from '@tanstack/react-query';
import type { CreatedInvitation, MemberRole } from '@parley/contract';
import { useWatch } from 'react-hook-form';
import * as api from '../api/generated/operations.ts';
import { invitationsQuery, queryClient } from '../api/queries.ts';
import { exactTime } from '../format/format.ts';
import { ShownOnce } from '../settings/secrets.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { SelectField, TextField } from '../ui/form.tsx';
import { useSentForm } from '../ui/sent-form.ts';
import { bodyOf, inviteSchema, OPENED, problemsFrom, WORKS_FOR, type InviteForm } from './invite-form.ts';
import { ROLE_NOTES, ROLES } from './roles.ts';

interface InviteDialogProps {
  /** Those that one may give. */
  roles: readonly MemberRole[];
  onClose: () => void;
  onCreated: (created: CreatedInvitation) => void;
}

export function InviteDialog({ roles, onClose, onCreated }: InviteDialogProps) {
  const invite = useMutation({
    mutationFn: (form: InviteForm) => api.createInvitation(bodyOf(form)),
    onSuccess: async (created) => {
      await queryClient.invalidateQueries({ queryKey: invitationsQuery.queryKey });
      onCreated(created);
    },
  });
  const form = useSentForm({ schema: inviteSchema, opened: OPENED, problemsFrom, save: invite });
  const role = useWatch({ control: form.control, name: 'role' });
  return (
    <FormDialog
      title="Invite somebody"
      description="You get a link to hand on; nothing is sent."
      button="Make link"
      pending={invite.isPending}
      form={form}
      onClose={onClose}
    >
      <SelectField label="Role" {...form.field('role')} hint={ROLE_NOTES[role]} autoFocus>
        {roles.map((value) => (
          <option key={value} value={value}>
            {ROLES[value]}
          </option>
        ))}
      </SelectField>
      <TextField
        label="Email (optional)"
        type="email"
        autoComplete="off"
        {...form.field('email')}
        hint="With one, the link works for this address only."
      />
      <SelectField label="Works for" {...form.field('hours')}>
        {Object.entries(WORKS_FOR).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </SelectField>
    </FormDialog>
  );
}

export const InviteLink = ({ created, onClose }: { created: CreatedInvitation; onClose: () => void }) => (
  <ShownOnce
    title="The invitation is made"
    what="link"
    secret={created.url}
    note={`Give it to ${created.email ?? 'one person'}. It works once, until ${exactTime(created.expires_at)}.`}
    rotated={false}
    previousUntil={null}
    previousWords={['', '']}
    onClose={onClose}
  />
);
