import type { AgentSnapshot } from '@parley/contract';

/** What a call or a conversation keeps of the agent that it runs on. */
export const snapshotColumns = (snapshot: AgentSnapshot) => ({
  agentId: snapshot.id,
  agentName: snapshot.config.name,
  agentVersion: snapshot.version,
  agentSnapshot: snapshot,
});
