import type { Invitation } from '../invitation.ts';
import type { AuditEntry } from '../audit.ts';
import type {
  AccessToken,
  ApiKey,
  CreateAccessToken,
  CreateApiKey,
  CreatedApiKey,
  Me,
  Member,
  Organization,
  OwnerSetup,
  Provider,
  ProviderCredential,
  ProviderTest,
  SystemStatus,
  UpdateApiKey,
  UpdateOrganization,
  Voice,
} from '../account.ts';

const key: ApiKey = {
  id: 'key_01kaxt5c7e9g1j3m5p7r9t1v3x',
  name: 'Booking service',
  prefix: 'parley_8Kd2',
  last_four: 'x7Qf',
  scopes: ['agents:read', 'calls:write'],
  allowed_ips: ['203.0.113.0/24'],
  requests_per_minute: null,
  created_at: '2025-11-17T14:20:31.002Z',
  last_used_at: '2025-11-25T09:00:00.000Z',
  expires_at: null,
  previous_secret_expires_at: null,
};
const createKey: CreateApiKey = {
  name: key.name,
  scopes: key.scopes,
  allowed_ips: key.allowed_ips,
  requests_per_minute: null,
  expires_at: '2026-11-17T00:00:00.000Z',
};
const updateKey: UpdateApiKey = { scopes: ['agents:read', 'calls:write', 'usage:read'], requests_per_minute: 1_200 };
const createdKey: CreatedApiKey = { ...key, secret: 'parley_8Kd2mV5nQ9rT3wY7bF1hJ4kL6pS8vX0zC2eG5x7Qf' };

const createToken: CreateAccessToken = { scopes: ['calls:write'], expires_in: 900 };
const token: AccessToken = {
  access_token: 'eyJhbGciOiJFZERTQSIsImtpZCI6IjEifQ.eyJzdWIiOiJrZXlfMDFrYXh0NWM3ZTlnMWozbTVwN3I5dDF2M3gifQ.TfZ1m0q2c4w',
  token_type: 'Bearer',
  expires_in: 900,
  scopes: ['calls:write'],
};

const organization: Organization = {
  id: 'org_01kaxs1a3c5e7g9j1m3p5r7t9v',
  name: 'Bright Smile Dental',
  slug: 'bright-smile-dental',
  settings: { recordings: true, analysis: true, require_second_factor: false },
  created_at: '2025-11-17T14:02:10.450Z',
};
const updateOrganization: UpdateOrganization = { name: 'Bright Smile Dental, Springfield', settings: { recordings: false } };
const member: Member = {
  id: 'member_01kaxs1b4d6f8h0k2n4q6s8v0x',
  user_id: 'user_01kaxs1b5e7g9j1m3p5r7t9v1y',
  name: 'Olivia Owner',
  email: 'olivia@example.com',
  role: 'owner',
  created_at: '2025-11-17T14:02:10.450Z',
};
const me: Me = { user: null, organization, organizations: [organization], role: 'api_key', scopes: key.scopes };

const provider: Provider = {
  name: 'openai',
  kinds: ['llm'],
  state: 'ready',
  message: 'The organization’s key is used.',
  key_last_four: '9f3K',
  source: 'organization',
  base_url: null,
  models: ['gpt-4.1-mini'],
  languages: [],
};
const credential: ProviderCredential = { api_key: 'sk-proj-0000000000000000', models: ['gpt-4.1-mini'] };
const providerTest: ProviderTest = { ok: true, latency_ms: 214, message: 'The provider answered.' };
const voice: Voice = {
  provider: 'embedded',
  id: 'slt',
  name: 'Sally',
  language: 'en-US',
  sample_url: '/api/v1/voices/embedded/slt/sample',
};

const system: SystemStatus = {
  version: '0.1.0',
  owner_exists: true,
  database: 'embedded',
  engines: [{ kind: 'stt', name: 'embedded', state: 'ready', message: 'Ready.' }],
  media_processes: [{ index: 0, state: 'ready', calls: 2 }],
};
const setup: OwnerSetup = {
  token: 'mJ4kL6pS8vX0zC2eG5hN7qT9',
  name: 'Olivia Owner',
  email: 'olivia@example.com',
  password: 'correct horse battery',
  organization: 'Bright Smile Dental',
};

const auditEntry: AuditEntry = {
  id: 'audit_019ab0a1c2d0000000f5a7c31e',
  created_at: '2025-11-25T10:02:11.480Z',
  actor: { type: 'person', id: 'user_01kaxs1b3c5d7e9f1g3h5j7k9m', name: 'Olivia Owner' },
  action: 'updateAgent',
  outcome: 'success',
  resource_type: 'agent',
  resource_id: 'agent_01kaxt0a2b4c6d8e0f2g4h6j8k',
  changes: [{ field: 'draft.greeting', before: 'Hello.', after: 'Bright Smile Dental, good morning.', hidden: false }],
  address: '203.0.113.7',
  user_agent: 'Mozilla/5.0',
  request_id: 'req_01kaxy0b3c5d7e9f1g3h5j7k9m',
};

const invitation: Invitation = {
  id: 'invite_01kaxy0b3c5d7e9f1g3h5j7k9m',
  role: 'member',
  email: 'nina@example.com',
  status: 'pending',
  created_at: '2025-11-25T10:00:00.000Z',
  expires_at: '2025-11-28T10:00:00.000Z',
};

export const ACCOUNT_EXAMPLES = {
  ApiKey: key,
  CreateApiKey: createKey,
  UpdateApiKey: updateKey,
  RotateApiKey: { overlap_seconds: 86_400 },
  CreatedApiKey: createdKey,
  CreateAccessToken: createToken,
  AccessToken: token,
  Organization: organization,
  UpdateOrganization: updateOrganization,
  Member: member,
  UpdateMember: { role: 'admin' },
  Me: me,
  Provider: provider,
  ProviderList: { items: [provider] },
  ProviderCredential: credential,
  ProviderTest: providerTest,
  Voice: voice,
  VoiceList: { items: [voice] },
  SystemStatus: system,
  OwnerSetup: setup,
  SetupDone: { ok: true },
  AuditEntry: auditEntry,
  Invitation: invitation,
  CreateInvitation: { role: 'member', email: 'nina@example.com', expires_in_hours: 72 },
  CreatedInvitation: { ...invitation, url: `http://127.0.0.1:3000/invitation?token=${invitation.id}.Zk3vQ9` },
  AcceptInvitation: { token: `${invitation.id}.Zk3vQ9`, name: 'Nina New', email: 'nina@example.com', password: 'correct horse battery' },
  InvitationAccepted: { ok: true },
  MemberSessionList: {
    items: [
      {
        id: 'session_01kaxy0b3c5d7e9f1g3h5j7k9m',
        created_at: '2025-11-25T08:00:00.000Z',
        expires_at: '2025-12-09T08:00:00.000Z',
        address: '203.0.113.7',
        user_agent: 'Mozilla/5.0',
      },
    ],
  },
};
