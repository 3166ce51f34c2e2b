import type { Agent, AgentConfig, AgentDiff, AgentProblem, AgentTag, AgentVersion, CreateAgentInput } from '../agent.ts';

const CONFIG: AgentConfig = {
  name: 'Front desk',
  language: 'en-US',
  time_zone: 'America/New_York',
  greeting: 'Bright Smile Dental, this is Anna. How can I help you?',
  prompt: 'You answer the phone of {{practice}}. Offer appointments from Monday to Thursday, and ask for name and number.',
  llm: { provider: 'openai', model: 'gpt-4.1-mini', temperature: 0.3 },
  stt: { provider: 'embedded', keywords: ['Bright Smile', 'Invisalign'] },
  tts: { provider: 'embedded', voice: 'slt', speed: 1 },
  turn_taking: {
    endpointing: { mode: 'adaptive', complete_silence_ms: 350, silence_ms: 700, incomplete_silence_ms: 1_500, dictation_silence_ms: 2_000 },
    interruption: { enabled: true, min_speech_ms: 250, min_words: 0 },
    reminder: { after_ms: 12_000, max: 2, text: 'Are you still there?' },
    idle_timeout_ms: 60_000,
    keys_timeout_ms: 2_500,
    max_call_ms: 1_800_000,
    provider_timeout_ms: 10_000,
  },
  functions: [
    { type: 'built_in', name: 'end_call' },
    {
      type: 'collect',
      name: 'book_appointment',
      description: 'Keeps the appointment that the caller has agreed to.',
      parameters: { type: 'object', properties: { day: { type: 'string' }, name: { type: 'string' } }, required: ['day', 'name'] },
    },
  ],
  variables: { practice: 'Bright Smile Dental' },
};

const agent: Agent = {
  id: 'agent_01kaxv7k2m4p6r8t0v2x4z6a8c',
  ...CONFIG,
  metadata: { team: 'dental' },
  tags: { prod: 3 },
  published_version: 3,
  draft_changed: true,
  revision: 7,
  created_at: '2025-11-18T09:12:44.031Z',
  updated_at: '2025-11-25T08:40:02.517Z',
};

const created: CreateAgentInput = {
  name: 'Front desk',
  greeting: 'Bright Smile Dental, this is Anna. How can I help you?',
  prompt: 'You answer the phone of {{practice}}. Offer appointments from Monday to Thursday, and ask for name and number.',
  llm: { provider: 'openai', model: 'gpt-4.1-mini', temperature: 0.3 },
  variables: { practice: 'Bright Smile Dental' },
  metadata: { team: 'dental' },
};

const version: AgentVersion = {
  agent_id: agent.id,
  version: 3,
  config: CONFIG,
  published_at: '2025-11-24T16:05:10.204Z',
  published_by: 'Olivia Owner',
};

const diff: AgentDiff = {
  agent_id: agent.id,
  from: 2,
  to: 3,
  changes: [
    { path: '/greeting', change: 'changed', before: 'Hello, how can I help you?', after: agent.greeting },
    { path: '/llm/temperature', change: 'added', after: 0.3 },
  ],
};

const problem: AgentProblem = {
  pointer: '/llm/provider',
  code: 'provider_not_configured',
  message: 'is openai, which has no key yet',
  provider: 'openai',
};

const tag: AgentTag = { agent_id: agent.id, tag: 'prod', version: 3 };

export const AGENT_EXAMPLES = {
  Agent: agent,
  AgentListItem: { ...agent },
  AgentOrParts: { ...agent },
  CreateAgent: created,
  AgentPatch: { greeting: 'Bright Smile Dental, good morning!', turn_taking: { interruption: { min_speech_ms: 300 } } },
  AgentVersion: version,
  AgentDiff: diff,
  AgentProblemList: { items: [problem] },
  DuplicateAgent: { name: 'Front desk, Spanish' },
  SetAgentTag: { version: 3 },
  AgentTag: tag,
};
