import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import * as api from '../api/generated/operations.ts';
import { agentsQuery, queryClient } from '../api/queries.ts';
import { EntranceCard } from './card.tsx';
import { PersonForm, type Person } from './person-form.tsx';

const route = getRouteApi('/setup');

/** After the owner is made: straight to the demo agent, ready to be talked to. */
function useSetUp(token: string) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (owner: Person) => api.setUpOwner({ token, ...owner }),
    onSuccess: async () => {
      queryClient.clear();
      const agents = await queryClient.fetchQuery(agentsQuery).catch(() => null);
      const demo = agents?.items[0];
      await (demo === undefined
        ? navigate({ to: '/agents' })
        : navigate({ to: '/agents/$agentId', params: { agentId: demo.id }, search: { panel: 'talk' } }));
    },
  });
}

export function SetupPage() {
  const { token } = route.useSearch();
  const setUp = useSetUp(token ?? '');
  if (token === undefined) {
    return (
      <EntranceCard title="The link is incomplete">
        <p>Open the whole link that the server printed when it started. It ends in a token and works once.</p>
      </EntranceCard>
    );
  }
  return (
    <EntranceCard title="Create the owner account" note="One account, then your first call.">
      <PersonForm save={setUp} button="Create owner account" pending="Creating the account …" />
    </EntranceCard>
  );
}
