/** Forms of requests and answers about calls: what we work with is checked, the rest may be anything. */
import { z } from 'zod';
import { CallCriteria, OldCallCriteria } from './call-filters.ts';
import { pageBody } from '../shared/paging.ts';
import { overrideForm } from '../agents/agent-override.ts';
import { beginning, change, id, ms, text, variables, version } from '../shared/schemas.ts';

export const CallPath = z.strictObject({ call_id: id });
export const CreateWebCall = z.looseObject({ agent_id: id, ...beginning, ...overrideForm });
export const CreatePhoneCall = z.looseObject({
  from_number: text.max(64),
  to_number: text.max(64),
  override_agent_id: id.nullish(),
  override_agent_version: version.nullish(),
  metadata: z.unknown().optional(),
  retell_llm_dynamic_variables: variables,
  ...overrideForm,
});
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
  z.looseObject({ call_type: z.literal('web_call'), access_token: text }),
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
