/** What one call or chat of theirs has otherwise than its agent, as an override of ours. */
import { isObject, mergePatchOf, type AgentConfig, type AgentOverride, type AgentVersionRef } from '@parley/contract';
import { z } from 'zod';
import { agentWithoutEffect, lensesOf } from './agent-fields.ts';
import { agentSettings } from './schemas.ts';
import { LLM_LENSES, llmAnswer, llmWithoutEffect } from '../llms/llm-fields.ts';
import { LlmBody } from '../llms/schemas.ts';
import { Refusal } from '../shared/errors.ts';
import { channelOf, type KnownAgents } from '../shared/known-agents.ts';
import { readFields, writeFields, type Fields } from '../shared/lens.ts';
import type { Channel } from '../shared/record.ts';

/** Of the body of a call or chat. */
export const overrideForm = {
  agent_override: z
    .looseObject({ agent: agentSettings.nullish(), retell_llm: LlmBody.nullish(), conversation_flow: z.looseObject({}).nullish() })
    .nullish(),
};
const UNHEEDED = { agent: agentWithoutEffect('voice', 'agent_override.agent.'), llm: llmWithoutEffect('agent_override.retell_llm.') };
/** What is overridden and makes no difference to the call. */
export const overrideWithoutEffect = (body: unknown): string[] => {
  const { agent, retell_llm } = (isObject(body) && isObject(body.agent_override) ? body.agent_override : {}) as Fields;
  return [
    ...(isObject(agent) && !isEmpty(agent.agent_name) ? ['agent_override.agent.agent_name'] : []),
    ...UNHEEDED.agent(agent),
    ...UNHEEDED.llm(retell_llm),
  ];
};
const isEmpty = (value: unknown): boolean => value === undefined || value === null;

export type Overriding = Partial<z.infer<z.ZodObject<typeof overrideForm>>>;
type Given = Overriding['agent_override'];

/** Settings of ours that cannot be overridden: the name, and defaults of variables, which the call has itself. */
function overridable(patch: Fields): AgentOverride {
  const { name: _name, variables: _variables, ...rest } = patch;
  return rest;
}

function translated({ agent, retell_llm }: NonNullable<Given>, config: AgentConfig, channel: Channel): AgentOverride {
  const lenses = lensesOf(channel);
  const asAgent = writeFields(lenses, readFields(lenses, {}, config), agent ?? {}, config);
  const whole = writeFields(LLM_LENSES, llmAnswer({}, config), retell_llm ?? {}, asAgent);
  return overridable(mergePatchOf(config, whole));
}

/** Empty where nothing is overridden. Throws a refusal for what this server has no feature for. */
export async function overrideOf(
  known: KnownAgents,
  organizationId: string,
  at: { agent_id: string; agent_version?: AgentVersionRef | undefined },
  given: Given,
): Promise<{ agent_override?: AgentOverride }> {
  if (given === undefined || given === null) return {};
  if (Object.keys(given.conversation_flow ?? {}).length > 0)
    throw new Refusal('agent_override.conversation_flow is not available on this server.');
  const { config } = await known.agents.snapshotNamedBy(organizationId, at);
  const agent_override = translated(given, config, channelOf(await known.get(organizationId, at.agent_id)));
  return Object.keys(agent_override).length === 0 ? {} : { agent_override };
}
