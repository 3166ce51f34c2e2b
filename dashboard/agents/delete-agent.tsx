import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Agent } from '@parley/contract';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { agentsQuery, queryClient } from '../api/queries.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';

export function DeleteAgent({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => api.deleteAgent(agent.id),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey, exact: true });
      toast(`${agent.name} is deleted`);
      await navigate({ to: '/agents', ignoreBlocker: true });
    },
    onError: (error) => toast.error(`${agent.name} was not deleted`, { description: messageOf(error) }),
  });
  return (
    <ConfirmDialog
      title={`Delete ${agent.name}`}
      description="The agent goes with its draft and all its versions. Its calls and recordings stay; calls that are going on are not cut off."
      button="Delete agent"
      action={remove}
      onClose={onClose}
    />
  );
}
