import { z } from 'zod';
import { AgentVersionRef } from './agent.ts';
import { PhoneNumberText } from './call.ts';
import { id, metadata, metadataFilters, MetadataPatch, pageQuery, searchText, several, sortBy, timestamp } from './common.ts';
import { visible } from './names.ts';

export const NumberAgent = z
  .strictObject({
    agent_id: id('agent'),
    agent_version: AgentVersionRef.optional().meta({ description: 'Absent: the newest published version.' }),
  })
  .meta({ id: 'NumberAgent', description: 'The agent that answers, or calls, from a number.' });
export type NumberAgent = z.infer<typeof NumberAgent>;

const settings = {
  nickname: visible(z.string().trim().max(128)),
  inbound_agent: NumberAgent.nullable(),
  outbound_agent: NumberAgent.nullable(),
  metadata,
};

export const PhoneNumber = z
  .strictObject({ id: id('number'), number: PhoneNumberText, ...settings, revision: z.int(), created_at: timestamp, updated_at: timestamp })
  .meta({ id: 'PhoneNumber' });
export type PhoneNumber = z.infer<typeof PhoneNumber>;

export const CreatePhoneNumber = z
  .strictObject({
    number: PhoneNumberText,
    nickname: settings.nickname.default(''),
    inbound_agent: settings.inbound_agent.default(null),
    outbound_agent: settings.outbound_agent.default(null),
    metadata: metadata.default({}),
  })
  .meta({ id: 'CreatePhoneNumber' });
export type CreatePhoneNumber = z.infer<typeof CreatePhoneNumber>;

export const UpdatePhoneNumber = z
  .strictObject({ ...settings, metadata: MetadataPatch })
  .partial()
  .meta({ id: 'UpdatePhoneNumber' });
export type UpdatePhoneNumber = z.infer<typeof UpdatePhoneNumber>;

export const PhoneNumberListQuery = z.strictObject({
  ...pageQuery.shape,
  q: searchText('the nickname or the number'),
  number: several(z.string().max(32)),
  agent_id: several(id('agent')),
  ...metadataFilters('numbers'),
  sort: sortBy(['created_at', 'number']).default('-created_at'),
});
export type PhoneNumberListQuery = z.infer<typeof PhoneNumberListQuery>;
