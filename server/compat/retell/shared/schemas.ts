/** Forms of requests and answers about more than one kind of resource: what we work with is checked, the rest may be anything. */
import { z } from 'zod';
import { pageQuery } from './paging.ts';

export const text = z.string();
export const id = text.min(1).max(128);
export const ms = z.number();
export const share = z.number().min(0).max(1);
export const version = z.union([z.int().min(0).max(2_147_483_646), text.min(1).max(64)]);
export const VersionQuery = z.looseObject({ version: text.max(64).optional() });
export const PageQuery = z.looseObject(pageQuery);
export const variables = z.record(text, text).nullish();
export const beginning = { agent_version: version.nullish(), metadata: z.unknown().optional(), retell_llm_dynamic_variables: variables };
export const change = {
  metadata: z.unknown().optional(),
  custom_attributes: z.record(text.max(256), z.union([text.max(4_096), z.number(), z.boolean()])).optional(),
  data_storage_setting: z.enum(['everything', 'everything_except_pii', 'basic_attributes_only']).optional(),
};
export const pageAnswer = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), has_more: z.boolean(), pagination_key: text.optional(), total: z.int().optional() });
