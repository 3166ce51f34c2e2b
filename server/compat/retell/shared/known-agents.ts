/** Agents of ours with what clients of theirs gave besides. */
import { AgentConfig, AppError, type Agent } from '@parley/contract';
import type { Agents } from '../../../resources/agents/agent-service.ts';
import { pick } from './lens.ts';
import type { Channel } from './record-store.ts';
import type { Records } from './records.ts';
import { draftNumber, theirNumber, type Known } from './versions.ts';

const CONFIG_FIELDS = Object.keys(AgentConfig.shape);

export const configOf = (agent: Agent): AgentConfig => pick(agent, CONFIG_FIELDS) as unknown as AgentConfig;

/** An agent that was made elsewhere speaks. */
export const channelOf = ({ record }: Pick<Known, 'record'>): Channel => record?.channel ?? 'voice';

/** Whether the agent has to hear and speak. */
export const ourChannel = (channel: Channel): 'voice' | 'text' => (channel === 'chat' ? 'text' : 'voice');

/** Their number of the version that a call or chat has; ours has none for the draft. */
export type NumberOf = (one: { agent_id: string; agent_version: number | null }) => Promise<number>;

export class KnownAgents {
  readonly agents: Agents;
  readonly records: Records;

  constructor(agents: Agents, records: Records) {
    this.agents = agents;
    this.records = records;
  }

  /** Throws `not_found`, also for an agent of the other channel. */
  async get(organizationId: string, id: string, channel?: Channel): Promise<Known> {
    const agent = await this.agents.get(organizationId, id);
    const record = await this.records.get(organizationId, 'retell.agent', id);
    const known = { agent, record: record?.data };
    if (channel !== undefined && channelOf(known) !== channel) throw new AppError('not_found');
    return known;
  }

  async find(organizationId: string, id: string): Promise<Known | undefined> {
    return this.get(organizationId, id).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') return undefined;
      throw error;
    });
  }

  async withRecords(organizationId: string, agents: readonly Agent[]): Promise<Known[]> {
    const records = await this.records.getAll(
      organizationId,
      'retell.agent',
      agents.map((agent) => agent.id),
    );
    return agents.map((agent) => ({ agent, record: records.get(agent.id)?.data }));
  }

  /** Of a draft it is the number that the draft has now, asked for once; 0 for an agent that is gone. */
  versionNumbers(organizationId: string): NumberOf {
    const drafts = new Map<string, Promise<number>>();
    return async ({ agent_id, agent_version }) => {
      if (agent_version !== null) return theirNumber(agent_version);
      const number = drafts.get(agent_id) ?? this.agents.get(organizationId, agent_id).then(draftNumber, () => 0);
      drafts.set(agent_id, number);
      return number;
    };
  }
}
