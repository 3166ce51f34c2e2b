/** The server behind a draft, and the other pages' memory of it. */
import * as api from '../api/generated/operations.ts';
import { agentQuery, agentsQuery, queryClient } from '../api/queries.ts';
import type { AgentSource } from './draft.ts';

export const agentSource: AgentSource = {
  save: async (id, patch, revision) => {
    const agent = await api.updateAgent(id, patch, { ifMatch: revision });
    void queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey, exact: true });
    return agent;
  },
  read: (id) => api.getAgent(id),
  seen: (agent) => void queryClient.setQueryData(agentQuery(agent.id).queryKey, agent),
};
