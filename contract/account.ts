import { z } from 'zod';
import { id, timestamp } from './common.ts';

export const ApiKey = z
  .strictObject({
    id: id('key'),
    name: z.string(),
    /** The first characters and the last four: enough to recognise a key, useless to anyone else. */
    prefix: z.string(),
    last_four: z.string(),
    created_at: timestamp,
    last_used_at: timestamp.nullable(),
    expires_at: timestamp.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

export const CreateApiKey = z.strictObject({ name: z.string().trim().min(1).max(128), expires_at: timestamp.optional() }).meta({ id: 'CreateApiKey' });
/** The secret is shown this once. */
export const CreatedApiKey = z.strictObject({ ...ApiKey.shape, secret: z.string() }).meta({ id: 'CreatedApiKey' });
export type CreatedApiKey = z.infer<typeof CreatedApiKey>;

export const ProviderName = z.enum(['embedded', 'openai', 'openai_compatible']);
export type ProviderName = z.infer<typeof ProviderName>;

export const Provider = z
  .strictObject({
    name: ProviderName,
    kinds: z.array(z.enum(['llm', 'stt', 'tts', 'vad'])),
    /** `ready`: usable now; `needs_key`: give a key; `failed`: `message` says what to do. */
    state: z.enum(['ready', 'needs_key', 'failed']),
    message: z.string(),
    key_last_four: z.string().nullable(),
    /** Where key and URL come from. */
    source: z.enum(['built_in', 'environment', 'organization', 'none']),
    base_url: z.string().nullable(),
    models: z.array(z.string()),
  })
  .meta({ id: 'Provider' });
export type Provider = z.infer<typeof Provider>;

export const ProviderCredential = z
  .strictObject({ api_key: z.string().min(1).max(512).optional(), base_url: z.url().max(512).optional(), models: z.array(z.string().max(128)).max(50).optional() })
  .meta({ id: 'ProviderCredential' });
export type ProviderCredential = z.infer<typeof ProviderCredential>;

export const ProviderTest = z.strictObject({ ok: z.boolean(), latency_ms: z.int(), message: z.string() }).meta({ id: 'ProviderTest' });
export type ProviderTest = z.infer<typeof ProviderTest>;

export const Voice = z.strictObject({ provider: ProviderName, id: z.string(), name: z.string(), language: z.string(), sample_url: z.string().nullable() }).meta({ id: 'Voice' });
export type Voice = z.infer<typeof Voice>;

export const Organization = z.strictObject({ id: z.string(), name: z.string(), slug: z.string(), created_at: timestamp }).meta({ id: 'Organization' });
export type Organization = z.infer<typeof Organization>;

/** Who is signed in, in which organization. */
export const Me = z
  .strictObject({
    user: z.strictObject({ id: z.string(), name: z.string(), email: z.string() }).meta({ id: 'User' }).nullable(),
    organization: Organization,
    organizations: z.array(Organization),
    role: z.enum(['owner', 'admin', 'member', 'api_key']),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

/** First start: the owner's one-time link carries `token`. */
export const OwnerSetup = z
  .strictObject({ token: z.string().min(1), name: z.string().trim().min(1).max(128), email: z.email().max(254), password: z.string().min(10).max(128), organization: z.string().trim().min(1).max(128).optional() })
  .meta({ id: 'OwnerSetup' });
export type OwnerSetup = z.infer<typeof OwnerSetup>;

export const SystemStatus = z
  .strictObject({
    version: z.string(),
    owner_exists: z.boolean(),
    database: z.enum(['embedded', 'postgresql']),
    engines: z.array(z.strictObject({ kind: z.enum(['vad', 'stt', 'tts', 'llm', 'webrtc']), name: z.string(), state: z.enum(['starting', 'ready', 'failed']), message: z.string() }).meta({ id: 'EngineStatus' })),
    media_processes: z.array(z.strictObject({ index: z.int(), state: z.enum(['starting', 'ready', 'lost']), calls: z.int() }).meta({ id: 'MediaProcessStatus' })),
  })
  .meta({ id: 'SystemStatus' });
export type SystemStatus = z.infer<typeof SystemStatus>;
export type EngineStatus = SystemStatus['engines'][number];
