/** Forms of requests and answers about LLMs: what we work with is checked, the rest may be anything. */
import { z } from 'zod';
import { id, ms, share, text, variables } from '../shared/schemas.ts';

export const LlmPath = z.strictObject({ llm_id: id });
export const ForceQuery = z.looseObject({ force_delete: z.enum(['true', 'false', '']).optional() });
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
export const LlmAnswer = z.looseObject({
  llm_id: text,
  version: z.int().min(0),
  is_published: z.boolean(),
  last_modification_timestamp: ms,
});
