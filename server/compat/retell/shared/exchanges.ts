/** What calls and chats have in common: what they begin with, and what of a change is kept beside ours. */
import { Refusal } from './errors.ts';
import type { KnownAgents } from './known-agents.ts';
import type { Fields } from './lens.ts';
import { wantedRef } from './versions.ts';

/** What a call or chat begins with. */
export interface Beginning {
  agent_id: string;
  agent_version?: string | number | null | undefined;
  metadata?: unknown;
  retell_llm_dynamic_variables?: unknown;
}

export interface Change {
  metadata?: unknown;
  custom_attributes?: Fields | undefined;
  data_storage_setting?: string | undefined;
}

/** The agent and version in our words; an agent that is not there is a fault of the body. */
export async function startingAt(known: KnownAgents, organizationId: string, agentId: string, version: string | number | null | undefined) {
  const agent = await known.find(organizationId, agentId);
  if (agent === undefined) throw new Refusal('agent_id is not an agent of this organization.');
  try {
    return { agent_id: agentId, agent_version: wantedRef(agent, version ?? undefined) };
  } catch {
    throw new Refusal('agent_version is not a version of the agent.');
  }
}

type Kept = { metadata?: unknown; custom_attributes?: Fields; data_storage_setting?: string };

/** What is kept with a call or chat after a change; `beside` is what ours cannot hold of new metadata. */
export function changedBeside(
  known: Kept | undefined,
  { metadata, custom_attributes, data_storage_setting }: Change,
  beside: { metadata?: unknown },
): Kept {
  const { metadata: before, ...rest } = known ?? {};
  const kept = metadata !== undefined ? beside : before === undefined ? {} : { metadata: before };
  return {
    ...rest,
    ...kept,
    ...(custom_attributes === undefined ? {} : { custom_attributes }),
    ...(data_storage_setting === undefined ? {} : { data_storage_setting }),
  };
}
