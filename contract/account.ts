import { z } from 'zod';
import { id, pageQuery, searchText, timestamp } from './common.ts';
import { ProviderRefusal } from './refusal.ts';
import { Scope, SCOPES } from './scope.ts';
import { name } from './names.ts';

/** The documentation has no name for the format of a network: generators of clients do not know zod's. */
const unnamed = { override: ({ jsonSchema }: { jsonSchema: { format?: string | undefined } }) => void delete jsonSchema.format };

export const AddressRange = z
  .union(
    [z.ipv4(), z.ipv6(), z.cidrv4().meta(unnamed), z.cidrv6().meta(unnamed)],
    'must be an IP address or a network such as 203.0.113.0/24',
  )
  .meta({ id: 'AddressRange', description: '`203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`.' });

const requestsPerMinute = z
  .int()
  .min(1)
  .max(10_000_000)
  .nullable()
  .meta({ description: "Points a minute instead of the installation's default; null: the default." });

export const ApiKey = z
  .strictObject({
    id: id('key'),
    name: z.string(),
    prefix: z.string().meta({ description: 'The first characters and the last four: enough to recognise a key, useless to anyone else.' }),
    last_four: z.string(),
    scopes: z.array(Scope),
    allowed_ips: z.array(AddressRange).meta({ description: 'Empty: any address.' }),
    requests_per_minute: requestsPerMinute,
    created_at: timestamp,
    last_used_at: timestamp.nullable().meta({ description: 'To within a minute.' }),
    expires_at: timestamp.nullable().meta({ description: 'Null: never.' }),
    previous_secret_expires_at: timestamp.nullable().meta({ description: 'Until when the secret before the last rotation still works.' }),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

const keySettings = {
  name,
  scopes: z.array(Scope).min(1).max(SCOPES.length),
  allowed_ips: z.array(AddressRange).max(100),
  requests_per_minute: requestsPerMinute,
  expires_at: timestamp.nullable(),
};

export const CreateApiKey = z
  .strictObject({
    name: keySettings.name,
    scopes: keySettings.scopes.default(['*']),
    allowed_ips: keySettings.allowed_ips.default([]),
    requests_per_minute: keySettings.requests_per_minute.default(null),
    expires_at: keySettings.expires_at.default(null),
  })
  .meta({ id: 'CreateApiKey' });
export type CreateApiKey = z.infer<typeof CreateApiKey>;
export const ApiKeyListQuery = z.strictObject({ ...pageQuery.shape, q: searchText('the name') });
export type ApiKeyListQuery = z.infer<typeof ApiKeyListQuery>;

export const UpdateApiKey = z.strictObject(keySettings).partial().meta({ id: 'UpdateApiKey' });
export type UpdateApiKey = z.infer<typeof UpdateApiKey>;
export const RotateApiKey = z
  .strictObject({ overlap_seconds: z.int().min(0).max(604_800).default(86_400) })
  .meta({ id: 'RotateApiKey', description: 'The old secret goes on working for `overlap_seconds`, at most a week.' });
export const CreatedApiKey = z
  .strictObject({ ...ApiKey.shape, secret: z.string() })
  .meta({ id: 'CreatedApiKey', description: 'The secret is shown this once.' });
export type CreatedApiKey = z.infer<typeof CreatedApiKey>;

export const CreateAccessToken = z
  .strictObject({
    scopes: z.array(Scope).min(1).max(SCOPES.length).optional().meta({ description: 'At most those of the key; absent: all of them.' }),
    expires_in: z.int().min(60).max(3_600).default(900).meta({ description: 'Seconds of life.' }),
  })
  .meta({ id: 'CreateAccessToken' });
export type CreateAccessToken = z.infer<typeof CreateAccessToken>;
export const AccessToken = z
  .strictObject({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.int(), scopes: z.array(Scope) })
  .meta({ id: 'AccessToken' });
export type AccessToken = z.infer<typeof AccessToken>;

export const ProviderName = z.enum(['embedded', 'openai', 'openai_compatible']);
export type ProviderName = z.infer<typeof ProviderName>;

export const Provider = z
  .strictObject({
    name: ProviderName,
    kinds: z.array(z.enum(['llm', 'stt', 'tts', 'vad'])).meta({ description: 'What it can be used for.' }),
    state: z
      .enum(['ready', 'needs_key', 'failed'])
      .meta({ description: '`ready`: usable now; `needs_key`: give a key; `failed`: `message` says what to do.' }),
    message: z.string(),
    key_last_four: z.string().nullable().meta({ description: 'Null without a key.' }),
    source: z.enum(['built_in', 'environment', 'organization', 'none']).meta({ description: 'Where key and URL come from.' }),
    base_url: z.string().nullable(),
    models: z.array(z.string()).meta({ description: 'Those to choose from; others may work as well.' }),
    languages: z.array(z.string()).meta({
      description:
        'What its recogniser understands, as ranges of BCP 47: `en` stands for `en-US` too. Empty where it recognises no speech.',
    }),
  })
  .meta({ id: 'Provider' });
export type Provider = z.infer<typeof Provider>;

export const ProviderCredential = z
  .strictObject({
    api_key: z.string().min(1).max(512).optional(),
    base_url: z.url().max(512).optional(),
    models: z.array(z.string().max(128)).max(50).optional(),
  })
  .meta({ id: 'ProviderCredential' });
export type ProviderCredential = z.infer<typeof ProviderCredential>;

export const ProviderTest = z
  .strictObject({
    ok: z.boolean(),
    latency_ms: z.int(),
    message: z.string(),
    refusal: ProviderRefusal.optional().meta({ description: 'What the provider said, when it refused.' }),
  })
  .meta({ id: 'ProviderTest' });
export type ProviderTest = z.infer<typeof ProviderTest>;

export const Voice = z
  .strictObject({ provider: ProviderName, id: z.string(), name: z.string(), language: z.string(), sample_url: z.string().nullable() })
  .meta({ id: 'Voice' });
export type Voice = z.infer<typeof Voice>;

export const OrganizationSettings = z
  .strictObject({
    recordings: z.boolean().default(true).meta({ description: 'False: no call of the organization is recorded.' }),
    analysis: z.boolean().default(true).meta({
      description: 'False: no call of the organization is analysed after its end. Calls of agents on the embedded model never are.',
    }),
    require_second_factor: z.boolean().default(false).meta({
      description:
        'True: signed-in members without a second factor can do nothing but set one up. API keys are unaffected. A signed-in owner who has one changes it.',
    }),
  })
  .meta({ id: 'OrganizationSettings' });
export type OrganizationSettings = z.infer<typeof OrganizationSettings>;

export const Organization = z
  .strictObject({ id: z.string(), name: z.string(), slug: z.string(), settings: OrganizationSettings, created_at: timestamp })
  .meta({ id: 'Organization' });
export type Organization = z.infer<typeof Organization>;

export const UpdateOrganization = z
  .strictObject({
    name,
    settings: z
      .strictObject({ recordings: z.boolean(), analysis: z.boolean(), require_second_factor: z.boolean() })
      .partial()
      .meta({ id: 'UpdateOrganizationSettings' }),
  })
  .partial()
  .meta({ id: 'UpdateOrganization' });
export type UpdateOrganization = z.infer<typeof UpdateOrganization>;

export const MemberRole = z.enum(['owner', 'admin', 'member']).meta({ id: 'MemberRole' });
export type MemberRole = z.infer<typeof MemberRole>;
export const Member = z
  .strictObject({ id: z.string(), user_id: z.string(), name: z.string(), email: z.string(), role: MemberRole, created_at: timestamp })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof Member>;
export const UpdateMember = z.strictObject({ role: MemberRole }).meta({ id: 'UpdateMember' });
export const MemberListQuery = z.strictObject({ ...pageQuery.shape, q: searchText('the name or the e-mail address') });
export type MemberListQuery = z.infer<typeof MemberListQuery>;

export const Me = z
  .strictObject({
    user: z.strictObject({ id: z.string(), name: z.string(), email: z.string() }).meta({ id: 'User' }).nullable(),
    organization: Organization,
    organizations: z.array(Organization),
    role: z.enum(['owner', 'admin', 'member', 'api_key']),
    scopes: z.array(Scope),
  })
  .meta({ id: 'Me', description: 'Who is signed in, in which organization.' });
export type Me = z.infer<typeof Me>;

export const OwnerSetup = z
  .strictObject({
    token: z.string().min(1).max(256),
    name,
    email: z.email().max(254),
    password: z.string().min(10).max(128),
    organization: name.optional(),
  })
  .meta({ id: 'OwnerSetup', description: "First start: the owner's one-time link carries `token`." });
export type OwnerSetup = z.infer<typeof OwnerSetup>;

export const SystemStatus = z
  .strictObject({
    version: z.string(),
    owner_exists: z.boolean().meta({ description: 'False: the first start is waiting for its owner.' }),
    database: z.enum(['embedded', 'postgresql']),
    engines: z.array(
      z
        .strictObject({
          kind: z.enum(['vad', 'stt', 'tts', 'llm', 'webrtc']),
          name: z.string(),
          state: z.enum(['starting', 'ready', 'failed']),
          message: z.string(),
        })
        .meta({ id: 'EngineStatus' }),
    ),
    media_processes: z.array(
      z.strictObject({ index: z.int(), state: z.enum(['starting', 'ready', 'lost']), calls: z.int() }).meta({ id: 'MediaProcessStatus' }),
    ),
  })
  .meta({ id: 'SystemStatus' });
export type SystemStatus = z.infer<typeof SystemStatus>;
export type EngineStatus = SystemStatus['engines'][number];
