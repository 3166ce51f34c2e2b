/** Forms of requests and answers about agents: what we work with is checked, the rest may be anything. */
import { z } from 'zod';
import { id, ms, share, text } from '../shared/schemas.ts';

export const AgentPath = z.strictObject({ agent_id: id });
/** `version` comes in the query from retell-sdk, in the body from others. */
export const DeleteVersionQuery = z.looseObject({ version: z.coerce.number().int().min(0).max(2_147_483_646) });
const ResponseEngine = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('retell-llm'), llm_id: id }),
  z.looseObject({ type: z.literal('custom-llm') }),
  z.looseObject({ type: z.literal('conversation-flow') }),
]);
const identity = {
  agent_name: text.max(128).nullish(),
  language: z.union([text.max(35), z.array(text.max(35)).min(1).max(100)]).nullish(),
  timezone: text.max(64).nullish(),
  version_title: text.max(256).nullish(),
  version_description: text.max(4_096).nullish(),
  webhook_url: text.max(2_048).nullish(),
  webhook_events: z.array(text.max(64)).max(50).nullish(),
  webhook_timeout_ms: ms.min(0).nullish(),
};
const voice = {
  voice_speed: z.number().min(0.5).max(2).nullish(),
  boosted_keywords: z.array(text.max(64)).max(500).nullish(),
  responsiveness: share.nullish(),
  interruption_sensitivity: share.nullish(),
  reminder_trigger_ms: ms.min(0).nullish(),
  reminder_max_count: z.number().min(0).nullish(),
  end_call_after_silence_ms: ms.min(10_000).nullish(),
  max_call_duration_ms: ms.min(60_000).max(7_200_000).nullish(),
};
/** A voice agent's, each of which may be left out. */
export const agentSettings = z.looseObject({ voice_id: id.optional(), ...identity, ...voice });
export const CreateAgent = z.looseObject({ response_engine: ResponseEngine, voice_id: id, ...identity, ...voice });
export const UpdateAgent = z.looseObject({ response_engine: ResponseEngine.optional(), voice_id: id.optional(), ...identity, ...voice });
export const CreateChatAgent = z.looseObject({ response_engine: ResponseEngine, ...identity });
export const UpdateChatAgent = z.looseObject({ response_engine: ResponseEngine.optional(), ...identity });
export const CreateVersion = z.looseObject({ base_version: z.int().min(0).max(2_147_483_646) });
export const Publish = z.looseObject({
  version: z.int().min(0).max(2_147_483_646),
  version_title: text.max(256).nullish(),
  version_description: text.max(4_096).nullish(),
});
export const ListAgents = z
  .looseObject({
    filter_criteria: z
      .looseObject({
        channel: z.looseObject({ type: z.literal('string'), op: z.enum(['eq', 'ne', 'sw', 'ew', 'co']), value: text.max(16) }).nullish(),
        query: text.max(128).nullish(),
      })
      .nullish(),
  })
  .prefault({});
const agentAnswer = {
  agent_id: text,
  version: z.int().min(0),
  is_published: z.boolean(),
  last_modification_timestamp: ms,
  response_engine: z.looseObject({ type: z.literal('retell-llm'), llm_id: text, version: z.int() }),
  agent_name: text.nullish(),
};
export const AnyAgentAnswer = z.looseObject(agentAnswer);
export const AgentAnswer = z.looseObject({ ...agentAnswer, voice_id: text });
export const AgentBrief = z.strictObject({
  agent_id: text,
  agent_name: text,
  channel: z.enum(['voice', 'chat']),
  is_suspended: z.boolean(),
  tags: z.record(text, z.strictObject({ version: z.int().min(0) })),
  user_modified_timestamp: ms,
});
export const VersionBrief = z.strictObject({
  version: z.int().min(0),
  is_published: z.boolean(),
  last_modification_timestamp: ms,
  base_version: z.int().optional(),
  version_title: text.optional(),
  version_description: text.optional(),
});
