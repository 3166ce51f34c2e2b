import type { Call, CallSummary, CreateCall, CreatedCall, RecordingUrl } from '../call.ts';
import type { CallEvent } from '../call-event.ts';
import { AGENT_EXAMPLES } from './agents.ts';

const none = { p50: null, p90: null, p95: null, p99: null, num: 0 };
const all = (p50: number, p90: number, p99: number) => ({ p50, p90, p95: p90, p99, num: 2 });

const summary: CallSummary = {
  id: 'call_01kaxw4c8m9r3n5t7v2x6y8z0b',
  type: 'web',
  transport: 'webrtc',
  direction: 'inbound',
  from_number: null,
  to_number: null,
  conversation_id: 'conv_01kaxw4c8n1q3s5v7x9z2b4d6f',
  agent_id: AGENT_EXAMPLES.Agent.id,
  agent_name: 'Front desk',
  agent_version: 3,
  status: 'ended',
  created_at: '2025-11-25T09:00:00.000Z',
  started_at: '2025-11-25T09:00:01.220Z',
  ended_at: '2025-11-25T09:01:12.480Z',
  duration_ms: 71_260,
  disconnection_reason: 'user_hangup',
  sentiment: 'positive',
  analysis: {
    summary: 'Ada asked for the opening hours and booked an appointment for Monday, 1 December.',
    successful: true,
    provider: 'openai',
    model: 'gpt-4.1-mini',
    analyzed_at: '2025-11-25T09:01:15.020Z',
  },
  revision: 1,
  metadata: { plan: 'gold', customer: 'c_1042' },
  variables: { practice: 'Bright Smile Dental' },
  latency: { e2e: all(412, 530, 538), endpointing: all(352, 360, 361), stt: all(38, 51, 52), llm: all(21, 34, 35), tts: all(44, 58, 59) },
  cost: {
    total: 1_840,
    llm: 1_840,
    stt: 0,
    tts: 0,
    usage: { llm_input_tokens: 1_320, llm_output_tokens: 96, stt_ms: 18_400, tts_characters: 312 },
  },
  recording: { available: true, url: '/api/v1/calls/call_01kaxw4c8m9r3n5t7v2x6y8z0b/recording', duration_ms: 71_260 },
};

const call: Call = {
  ...summary,
  agent_override: { tts: { speed: 1.1 } },
  transcript: [
    {
      role: 'user',
      turn: 1,
      text: 'opening hours',
      start_ms: 5_100,
      end_ms: 5_940,
      words: [
        { text: 'opening', start_ms: 5_100, end_ms: 5_520 },
        { text: 'hours', start_ms: 5_520, end_ms: 5_940 },
      ],
    },
    {
      role: 'agent',
      turn: 1,
      text: 'Monday to Thursday,',
      start_ms: 6_352,
      end_ms: 7_410,
      words: [
        { text: 'Monday', start_ms: 6_352, end_ms: 6_790 },
        { text: 'to', start_ms: 6_790, end_ms: 6_900 },
        { text: 'Thursday,', start_ms: 6_900, end_ms: 7_410 },
      ],
      interrupted: true,
      unheard_text: 'from eight to five.',
    },
  ],
  collected: [{ name: 'book_appointment', arguments: { day: '2025-12-01', name: 'Ada' }, at_ms: 48_210 }],
  defects: [{ id: 'defect_01kaxw5d2n8q4s6v0x3z7b9c1d', place: 'llm.stream', at_ms: 31_940 }],
};

const created: CreatedCall = {
  ...call,
  status: 'registered',
  started_at: null,
  ended_at: null,
  duration_ms: null,
  disconnection_reason: null,
  sentiment: null,
  analysis: null,
  revision: 0,
  latency: { e2e: none, endpointing: none, stt: none, llm: none, tts: none },
  cost: { total: 0, llm: 0, stt: 0, tts: 0, usage: { llm_input_tokens: 0, llm_output_tokens: 0, stt_ms: 0, tts_characters: 0 } },
  recording: { available: false, url: null, duration_ms: null },
  transcript: [],
  collected: [],
  defects: [],
  client_token: 'eyJhbGciOiJIUzI1NiJ9.eyJjYWxsIjoiY2FsbF8wMWtheHc0YzhtOXIzbjV0N3YyeDZ5OHowYiJ9.q0zq6m2yJ0c',
  client_token_expires_at: '2025-11-25T09:10:00.000Z',
  webrtc_url: 'https://parley.example.net/api/v1/calls/call_01kaxw4c8m9r3n5t7v2x6y8z0b/webrtc',
  ice_servers: [],
};

const events: CallEvent[] = [
  { seq: 1, at_ms: 0, kind: 'input', event: { type: 'call.started' } },
  { seq: 2, at_ms: 0, kind: 'decision', event: { type: 'state.changed', from: 'listening', to: 'greeting' } },
  { seq: 3, at_ms: 5_180, kind: 'input', event: { type: 'user_speech.started', utterance: 1, speech_ms: 5_100 } },
];

const web: CreateCall = {
  type: 'web',
  transport: 'webrtc',
  agent_id: summary.agent_id,
  agent_version: 'prod',
  metadata: summary.metadata,
  variables: summary.variables,
  agent_override: { tts: { speed: 1.1 } },
};
const recording: RecordingUrl = {
  url: 'https://parley.example.net/api/v1/calls/call_01kaxw4c8m9r3n5t7v2x6y8z0b/recording?expires=1764064800&signature=7Qx0b1u5m3k',
  expires_at: '2025-11-25T10:00:00.000Z',
};

export const CALL_EXAMPLES = {
  Call: call,
  CallSummary: summary,
  CallListItem: summary,
  CreateCall: web,
  CreatedCall: created,
  UpdateCall: { metadata: { plan: 'platinum', customer: null } },
  InjectContext: { content: 'The caller’s payment has just arrived.' },
  CreateRecordingUrl: { expires_in: 3_600 },
  RecordingUrl: recording,
  CallEvent: events[2],
  CallEventList: { items: events },
};
