/** Agents and versions as the API shows them. */
import { isDeepStrictEqual } from 'node:util';
import type { Agent, AgentVersion } from '@parley/contract';
import type { AgentVersionRow, WholeAgent } from './agent-store.ts';

export const present = (row: WholeAgent): Agent => ({
  id: row.id,
  ...row.draft,
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
  config: row.config,
  published_at: row.publishedAt.toISOString(),
  published_by: row.publishedBy,
});
