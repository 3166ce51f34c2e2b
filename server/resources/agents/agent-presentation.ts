/** Agents and versions as the API shows them. */
import { isDeepStrictEqual } from 'node:util';
import { AgentConfig, withLaterSettings, type Agent, type AgentVersion } from '@parley/contract';
import type { AgentVersionRow, WholeAgent } from './agent-store.ts';

/** The database keeps members in an order of its own; people read them in that of the documentation. */
function inOrder(stored: AgentConfig): AgentConfig {
  const config = withLaterSettings(stored);
  return Object.fromEntries(Object.keys(AgentConfig.shape).map((key) => [key, config[key as keyof AgentConfig]])) as AgentConfig;
}

export const present = (row: WholeAgent): Agent => ({
  id: row.id,
  ...inOrder(row.draft),
  metadata: row.metadata,
  tags: row.tags,
  published_version: row.publishedVersion,
  draft_changed: row.publishedConfig === null || !isDeepStrictEqual(row.draft, row.publishedConfig),
  revision: row.revision,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

export const presentVersion = (row: AgentVersionRow): AgentVersion => ({
  agent_id: row.agentId,
  version: row.version,
  config: inOrder(row.config),
  published_at: row.publishedAt.toISOString(),
  published_by: row.publishedBy,
});
