/** Forms of requests and answers about phone numbers: what we work with is checked, the rest may be anything. */
import { z } from 'zod';
import { id, ms, text, version } from '../shared/schemas.ts';

export const NumberPath = z.strictObject({ phone_number: id });
const weighted = z
  .array(z.looseObject({ agent_id: id, weight: z.number().min(0).max(1), agent_version: version.optional() }))
  .max(100)
  .nullish();
export const number = {
  nickname: text.max(128).nullish(),
  inbound_agents: weighted,
  outbound_agents: weighted,
  // As they were before the weighted lists.
  inbound_agent_id: id.nullish(),
  inbound_agent_version: version.nullish(),
  outbound_agent_id: id.nullish(),
  outbound_agent_version: version.nullish(),
};
export const CreateNumber = z.looseObject({ phone_number: text.max(64).nullish(), ...number });
export const UpdateNumber = z.looseObject(number);
export const ImportNumber = z.looseObject({ phone_number: text.max(64), termination_uri: text.min(1).max(1_024), ...number });
const WeightedAnswer = z.array(z.strictObject({ agent_id: text, weight: z.number(), agent_version: z.union([z.int(), text]) }));
export const NumberAnswer = z.looseObject({
  phone_number: text,
  phone_number_type: z.literal('custom'),
  last_modification_timestamp: ms,
  inbound_agents: WeightedAnswer,
  outbound_agents: WeightedAnswer,
});
