import type { CreatePhoneNumber, PhoneNumber, UpdatePhoneNumber } from '../phone-number.ts';
import type { CreateQuota, Quota, QuotaNotice, UpdateQuota, Usage } from '../usage.ts';
import { ACCOUNT_EXAMPLES } from './account.ts';
import { AGENT_EXAMPLES } from './agents.ts';

const number: PhoneNumber = {
  id: 'number_01kaxz6h8k0n2q4s6v8x0z2b4d',
  number: '+15551234567',
  nickname: 'Reception',
  inbound_agent: { agent_id: AGENT_EXAMPLES.Agent.id, agent_version: 'prod' },
  outbound_agent: null,
  metadata: { site: 'springfield' },
  revision: 2,
  created_at: '2025-11-20T08:00:00.000Z',
  updated_at: '2025-11-24T16:10:00.000Z',
};
const createNumber: CreatePhoneNumber = {
  number: number.number,
  nickname: number.nickname,
  inbound_agent: number.inbound_agent,
  outbound_agent: null,
  metadata: number.metadata,
};
const updateNumber: UpdatePhoneNumber = { nickname: 'Front desk', outbound_agent: { agent_id: AGENT_EXAMPLES.Agent.id } };

const values = {
  requests: 18_420,
  calls: 312,
  call_ms: 41_904_000,
  concurrent_calls: 9,
  conversations: 48,
  messages: 406,
  llm_input_tokens: 1_204_331,
  llm_output_tokens: 88_410,
  stt_ms: 11_830_000,
  tts_characters: 402_118,
  cost: 1_284_000,
};
const notice: QuotaNotice = {
  quota_id: 'quota_01kay0j1m3p5r7t9v1x3z5a7c9',
  metric: 'call_ms',
  level: 'warning',
  period_start: '2025-11-01T00:00:00.000Z',
  used: 48_000_120,
  limit: 60_000_000,
  created_at: '2025-11-22T17:31:09.871Z',
};
const usage: Usage = {
  from: '2025-11-24',
  to: '2025-11-25',
  group_by: 'api_key',
  total: values,
  rows: [{ key: ACCOUNT_EXAMPLES.ApiKey.id, name: ACCOUNT_EXAMPLES.ApiKey.name, values }],
  notices: [notice],
};
const quota: Quota = {
  id: notice.quota_id,
  metric: 'call_ms',
  period: 'month',
  limit: 60_000_000,
  warn_percent: 80,
  api_key_id: null,
  used: 48_000_120,
  state: 'warning',
  resets_at: '2025-12-01T00:00:00.000Z',
  created_at: '2025-11-01T08:00:00.000Z',
};
const createQuota: CreateQuota = { metric: 'call_ms', period: 'month', limit: 60_000_000, warn_percent: 80, api_key_id: null };
const updateQuota: UpdateQuota = { limit: 90_000_000 };

export const NUMBER_EXAMPLES = { PhoneNumber: number, CreatePhoneNumber: createNumber, UpdatePhoneNumber: updateNumber };
export const USAGE_EXAMPLES = { Usage: usage, Quota: quota, CreateQuota: createQuota, UpdateQuota: updateQuota, QuotaNotice: notice };
