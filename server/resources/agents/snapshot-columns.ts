import type { Overridden } from './agent-override.ts';

/** What a call or a conversation keeps of the agent that it runs on. */
export const snapshotColumns = ({ snapshot, override }: Overridden) => ({
  agentId: snapshot.id,
  agentName: snapshot.config.name,
  agentVersion: snapshot.version,
  agentSnapshot: snapshot,
  agentOverride: override,
});
