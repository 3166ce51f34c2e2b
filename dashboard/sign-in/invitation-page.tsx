import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import * as auth from '../api/auth.ts';
import * as api from '../api/generated/operations.ts';
import { queryClient } from '../api/queries.ts';
import { EntranceCard } from './card.tsx';
import { PersonForm, type Person } from './person-form.tsx';

const route = getRouteApi('/invitation');

/** Behind the link of an invitation. */
export function InvitationPage() {
  const { token = '' } = route.useSearch();
  const navigate = useNavigate();
  const accept = useMutation({
    mutationFn: async (person: Person) => {
      await api.acceptInvitation({ token, ...person });
      await auth.signIn(person.email, person.password);
    },
    onSuccess: () => {
      queryClient.clear();
      void navigate({ to: '/agents' });
    },
  });
  return (
    <EntranceCard title="Accept the invitation" note="With an account here already, give its email and password.">
      <PersonForm save={accept} button="Accept invitation" pending="Accepting …" />
    </EntranceCard>
  );
}
