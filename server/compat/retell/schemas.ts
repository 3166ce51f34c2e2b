/** Forms of their requests and answers: what we work with is checked, the rest may be anything. */
import { z } from 'zod';
import { CallCriteria, OldCallCriteria } from './calls/call-filters.ts';
import { ChatCriteria } from './chats/chats.ts';
import { pageBody, pageQuery } from './shared/paging.ts';

const text = z.string();
const id = text.min(1).max(128);
const ms = z.number();
const share = z.number().min(0).max(1);
const version = z.union([z.int().min(0).max(2_147_483_646), text.min(1).max(64)]);

export const AgentPath = z.strictObject({ agent_id: id });
export const LlmPath = z.strictObject({ llm_id: id });
export const CallPath = z.strictObject({ call_id: id });
export const ChatPath = z.strictObject({ chat_id: id });
export const NumberPath = z.strictObject({ phone_number: id });
export const VoicePath = z.strictObject({ voice_id: id });

export const VersionQuery = z.looseObject({ version: text.max(64).optional() });
export const PageQuery = z.looseObject(pageQuery);
export const ForceQuery = z.looseObject({ force_delete: z.enum(['true', 'false', '']).optional() });
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

const variables = z.record(text, text).nullish();
const Tool = z.looseObject({ type: text, name: text.min(1).max(64) });
export const LlmBody = z
  .looseObject({
    general_prompt: text.max(100_000).nullish(),
    begin_message: text.max(2_000).nullish(),
    start_speaker: z.enum(['user', 'agent']).nullish(),
    general_tools: z.array(Tool).max(64).nullish(),
    default_dynamic_variables: variables,
    model: text.max(128).nullish(),
    model_temperature: share.nullish(),
  })
  .prefault({});

const beginning = { agent_version: version.nullish(), metadata: z.unknown().optional(), retell_llm_dynamic_variables: variables };
export const CreateWebCall = z.looseObject({ agent_id: id, ...beginning });
export const CreatePhoneCall = z.looseObject({
  from_number: text.max(64),
  to_number: text.max(64),
  override_agent_id: id.nullish(),
  override_agent_version: version.nullish(),
  metadata: z.unknown().optional(),
  retell_llm_dynamic_variables: variables,
});
const change = {
  metadata: z.unknown().optional(),
  custom_attributes: z.record(text.max(256), z.union([text.max(4_096), z.number(), z.boolean()])).optional(),
  data_storage_setting: z.enum(['everything', 'everything_except_pii', 'basic_attributes_only']).optional(),
};
export const UpdateCall = z.looseObject(change);
export const UpdateLiveCall = z.looseObject({
  call_control: z
    .looseObject({ additional_context: text.trim().min(1).max(4_000).optional(), trigger_response: z.boolean().optional() })
    .nullish(),
  fields_to_override: z
    .looseObject({ metadata: change.metadata, data_storage_setting: change.data_storage_setting, override_dynamic_variables: variables })
    .nullish(),
});
export const ListCalls = z.looseObject({ ...pageBody, filter_criteria: CallCriteria.nullish() }).prefault({});
export const OldListCalls = z.looseObject({ ...pageBody, filter_criteria: OldCallCriteria.nullish() }).prefault({});

export const CreateChat = z.looseObject({ agent_id: id, ...beginning });
export const UpdateChat = z.looseObject({ ...change, override_dynamic_variables: variables });
export const ChatCompletion = z.looseObject({ chat_id: id, content: text.trim().min(1).max(16_000) });
export const ListChats = z.looseObject({ ...pageBody, filter_criteria: ChatCriteria.nullish() }).prefault({});

const weighted = z
  .array(z.looseObject({ agent_id: id, weight: z.number().min(0).max(1), agent_version: version.optional() }))
  .max(100)
  .nullish();
const number = { nickname: text.max(128).nullish(), inbound_agents: weighted, outbound_agents: weighted };
export const CreateNumber = z.looseObject({ phone_number: text.max(64).nullish(), ...number });
export const UpdateNumber = z.looseObject(number);
export const ImportNumber = z.looseObject({ phone_number: text.max(64), termination_uri: text.min(1).max(1_024), ...number });

// Answers.
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
export const LlmAnswer = z.looseObject({
  llm_id: text,
  version: z.int().min(0),
  is_published: z.boolean(),
  last_modification_timestamp: ms,
});
export const AgentBrief = z.strictObject({
  agent_id: text,
  agent_name: text,
  channel: z.enum(['voice', 'chat']),
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

const Stats = z.strictObject({ p50: ms, p90: ms, p95: ms, p99: ms, num: z.int() }).partial();
const listedCall = {
  call_id: text,
  agent_id: text,
  agent_name: text,
  agent_version: z.int().min(0),
  call_status: z.enum(['registered', 'not_connected', 'ongoing', 'ended', 'error']),
  latency: z.strictObject({ e2e: Stats, asr: Stats, llm: Stats, tts: Stats }).partial().optional(),
  call_cost: z
    .strictObject({
      combined_cost: z.number(),
      product_costs: z.array(z.strictObject({ product: text, cost: z.number(), unit_price: z.number() })),
      total_duration_seconds: z.number(),
      total_duration_unit_price: z.number(),
    })
    .optional(),
  start_timestamp: ms.optional(),
  end_timestamp: ms.optional(),
  duration_ms: ms.optional(),
  disconnection_reason: text.optional(),
  retell_llm_dynamic_variables: z.record(text, text),
};
const sides = [
  z.looseObject({ call_type: z.literal('web_call') }),
  z.looseObject({ call_type: z.literal('phone_call'), direction: text, from_number: text, to_number: text }),
] as const;
const Word = z.strictObject({ word: text, start: z.number(), end: z.number() });
const Utterance = z.strictObject({ role: z.enum(['agent', 'user']), content: text, words: z.array(Word) });
export const ListedCall = z.looseObject(listedCall).and(z.union(sides));
export const CallAnswer = z
  .looseObject({
    ...listedCall,
    transcript: text,
    transcript_object: z.array(Utterance),
    transcript_with_tool_calls: z.array(z.looseObject({ role: text })),
  })
  .and(z.union(sides));
export const WebCallAnswer = CallAnswer.and(z.looseObject({ access_token: text }));
export const GatewayCallAnswer = z.strictObject({
  access_token: text,
  call_id: text,
  expires_at: ms,
  ice_servers: z.array(z.strictObject({ urls: z.array(text), username: text.optional(), credential: text.optional() })),
  transport: z.literal('gateway'),
});

const chat = {
  chat_id: text,
  agent_id: text,
  chat_status: z.enum(['ongoing', 'ended', 'error']),
  chat_type: z.literal('api_chat'),
  version: z.int().min(0),
  start_timestamp: ms,
};
export const ListedChat = z.looseObject(chat);
const ChatMessage = z.looseObject({
  role: z.enum(['agent', 'user', 'tool_call_invocation', 'tool_call_result', 'injected']),
  message_id: text,
  created_timestamp: ms,
});
export const ChatAnswer = z.looseObject({ ...chat, transcript: text, message_with_tool_calls: z.array(ChatMessage) });
export const CompletionAnswer = z.strictObject({ messages: z.array(ChatMessage) });

const WeightedAnswer = z.array(z.strictObject({ agent_id: text, weight: z.number(), agent_version: z.union([z.int(), text]) }));
export const NumberAnswer = z.looseObject({
  phone_number: text,
  phone_number_type: z.literal('custom'),
  last_modification_timestamp: ms,
  inbound_agents: WeightedAnswer,
  outbound_agents: WeightedAnswer,
});
export const VoiceAnswer = z.strictObject({
  voice_id: text,
  voice_name: text,
  provider: z.literal('platform'),
  gender: z.enum(['male', 'female']),
  accent: text,
  preview_audio_url: text,
});
export const ConcurrencyAnswer = z.strictObject({
  current_concurrency: z.int(),
  concurrency_limit: z.int(),
  base_concurrency: z.int(),
  purchased_concurrency: z.literal(0),
  concurrency_purchase_limit: z.literal(0),
  remaining_purchase_limit: z.literal(0),
  concurrency_burst_enabled: z.literal(false),
  concurrency_burst_limit: z.literal(0),
  reserved_inbound_concurrency: z.literal(0),
});

export const pageAnswer = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), has_more: z.boolean(), pagination_key: text.optional(), total: z.int().optional() });
