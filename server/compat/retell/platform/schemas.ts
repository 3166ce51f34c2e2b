/** Forms of requests and answers about voices and concurrency: what we work with is checked, the rest may be anything. */
import { z } from 'zod';
import { id, text } from '../shared/schemas.ts';

export const VoicePath = z.strictObject({ voice_id: id });
export const VoiceAnswer = z.strictObject({
  voice_id: text,
  voice_name: text,
  provider: z.literal('platform'),
  gender: z.enum(['male', 'female']),
  accent: text,
  preview_audio_url: text,
});
export const IdentityAnswer = z.strictObject({ api_key_name: text.nullable(), org_name: text });
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
