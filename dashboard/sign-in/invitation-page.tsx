import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import * as auth from '../api/auth.ts';
import * as api from '../api/generated/operations.ts';
import { queryClient } from '../api/queries.ts';
import { EntranceCard } from './card.tsx';
import { CodeStep } from './code-step.tsx';
import { PersonForm, type Person } from './person-form.tsx';

const route = getRouteApi('/invitation');

/** Behind the link of an invitation. */
export function InvitationPage() {
  const { token = '' } = route.useSearch();
  const navigate = useNavigate();
  const enter = (): void => {
    queryClient.clear();
    void navigate({ to: '/agents' });
  };
  const accept = useMutation({
    mutationFn: async (person: Person) => {
      await api.acceptInvitation({ token, ...person });
      return auth.signIn(person.email, person.password);
    },
    onSuccess: (so) => {
      if (so === 'in') enter();
    },
  });
  if (accept.data === 'code') return <CodeStep onIn={enter} onBack={() => void navigate({ to: '/sign-in' })} />;
  return (
    <EntranceCard title="Accept the invitation" note="With an account here already, give its email and password.">
      <PersonForm save={accept} button="Accept invitation" pending="Accepting …" />
    </EntranceCard>
  );
}
