import { AgentConfig, mergePatch, mergePatchOf } from '@parley/contract';
import { describe, expect, test } from 'vitest';
import { CHAT_AGENT_LENSES, freshConfig, VOICE_AGENT_LENSES } from '../agents/agent-fields.ts';
import { readFields, writeFields } from './lens.ts';
import { LLM_LENSES } from '../llms/llm-fields.ts';

const GIVEN = {
  agent_name: 'Front desk',
  language: ['de-DE', 'en-US'],
  timezone: 'Europe/Berlin',
  voice_id: '11labs-Adrian',
  voice_speed: 1.2,
  responsiveness: 0.35,
  interruption_sensitivity: 0.6,
  reminder_trigger_ms: 7_500,
  end_call_after_silence_ms: 12_345,
  max_call_duration_ms: 61_000,
  boosted_keywords: ['Parley'],
  ambient_sound: 'coffee-shop',
};

describe("an agent's fields", () => {
  test('come back as they were given', () => {
    const config = writeFields(VOICE_AGENT_LENSES, {}, GIVEN, freshConfig(VOICE_AGENT_LENSES));
    expect(readFields(VOICE_AGENT_LENSES, GIVEN, config)).toMatchObject(GIVEN);
    expect(AgentConfig.parse(config)).toEqual(config);
    expect(config).toMatchObject({ name: 'Front desk', language: 'de-DE', time_zone: 'Europe/Berlin', tts: { voice: 'slt', speed: 1.2 } });
    expect(config.turn_taking).toMatchObject({
      idle_timeout_ms: 12_345,
      max_call_ms: 61_000,
      reminder: { after_ms: 7_500, max: 1 },
      interruption: { min_speech_ms: 550 },
    });
  });

  test('show what was changed elsewhere since, and the rest as it was given', () => {
    const config = writeFields(VOICE_AGENT_LENSES, {}, GIVEN, freshConfig(VOICE_AGENT_LENSES));
    const changed = { ...config, language: 'fr-FR', tts: { ...config.tts, voice: 'rms' } };
    expect(readFields(VOICE_AGENT_LENSES, GIVEN, changed)).toMatchObject({ ...GIVEN, language: 'fr-FR', voice_id: 'rms' });
  });

  test('read from settings and written again change nothing', () => {
    const config = AgentConfig.parse({
      name: 'Ours',
      turn_taking: { endpointing: { silence_ms: 1_050 }, interruption: { min_speech_ms: 400 } },
    });
    for (const lenses of [VOICE_AGENT_LENSES, CHAT_AGENT_LENSES, LLM_LENSES]) {
      const read = readFields(lenses, {}, config);
      expect(readFields(lenses, read, writeFields(lenses, {}, read, config))).toEqual(read);
    }
  });

  test('sensitivity 0 turns interruptions off', () => {
    const config = writeFields(VOICE_AGENT_LENSES, {}, { interruption_sensitivity: 0 }, freshConfig(VOICE_AGENT_LENSES));
    expect(config.turn_taking.interruption.enabled).toBe(false);
    expect(readFields(VOICE_AGENT_LENSES, {}, config)).toMatchObject({ interruption_sensitivity: 0 });
  });
});

describe("an LLM's fields", () => {
  const tools = [
    { type: 'end_call', name: 'hang-up', description: 'When the caller says goodbye' },
    { type: 'custom', name: 'look_up', url: 'https://example.org' },
    {
      type: 'extract_dynamic_variable',
      name: 'details',
      description: 'Who calls',
      variables: [{ name: 'plan', type: 'enum', description: 'Plan', choices: ['gold', 'free'], required: true }],
    },
  ];

  test('tools that we have become functions; all come back', () => {
    const config = writeFields(LLM_LENSES, {}, { general_tools: tools }, AgentConfig.parse({ name: 'x' }));
    expect(config.functions).toEqual([
      { type: 'built_in', name: 'end_call', description: 'When the caller says goodbye' },
      {
        type: 'collect',
        name: 'details',
        description: 'Who calls',
        parameters: {
          type: 'object',
          properties: { plan: { type: 'string', description: 'Plan', enum: ['gold', 'free'] } },
          required: ['plan'],
        },
      },
    ]);
    expect(readFields(LLM_LENSES, { general_tools: tools }, config)).toMatchObject({ general_tools: tools });
  });

  test('a change of the functions elsewhere keeps the tools that we have no function for', () => {
    const config = writeFields(LLM_LENSES, {}, { general_tools: tools }, AgentConfig.parse({ name: 'x' }));
    const changed = { ...config, functions: config.functions.slice(0, 1) };
    expect(readFields(LLM_LENSES, { general_tools: tools }, changed).general_tools).toEqual([tools[1], { ...tools[0], name: 'end_call' }]);
  });

  test('functions that they have no tool for, or no words for, outlive a read-modify-write', () => {
    const config = AgentConfig.parse({
      name: 'x',
      functions: [
        { type: 'built_in', name: 'current_time' },
        {
          type: 'collect',
          name: 'address',
          parameters: { type: 'object', properties: { lines: { type: 'array', items: { type: 'string' } } } },
        },
      ],
    });
    const { general_tools } = readFields(LLM_LENSES, {}, config);
    expect(writeFields(LLM_LENSES, {}, { general_tools }, config)).toEqual(config);
  });

  test.each([
    [{}, 'Hello, how can I help you?'],
    [{ begin_message: null }, 'Hello, how can I help you?'],
    [{ begin_message: '' }, ''],
    [{ begin_message: 'Hi' }, 'Hi'],
    [{ begin_message: 'Hi', start_speaker: 'user' }, ''],
  ])('%j greets with %j', (given, greeting) => {
    const config = writeFields(LLM_LENSES, {}, { ...given, general_prompt: 'p' }, AgentConfig.parse({ name: 'x' }));
    expect(config.greeting).toBe(greeting);
    expect(readFields(LLM_LENSES, given, config)).toMatchObject(given);
  });

  test('a model of OpenAI is asked of OpenAI, one of another vendor is kept', () => {
    const base = AgentConfig.parse({ name: 'x' });
    expect(writeFields(LLM_LENSES, {}, { model: 'gpt-4.1', model_temperature: 0.2 }, base).llm).toEqual({
      provider: 'openai',
      model: 'gpt-4.1',
      temperature: 0.2,
    });
    const claude = writeFields(LLM_LENSES, {}, { model: 'claude-4.6-sonnet' }, base);
    expect(claude.llm).toEqual(base.llm);
    expect(readFields(LLM_LENSES, { model: 'claude-4.6-sonnet' }, claude)).toMatchObject({ model: 'claude-4.6-sonnet' });
  });
});

test.each([
  [
    { a: 1, b: { c: 1, d: 2 } },
    { a: 1, b: { c: 3 } },
  ],
  [{ a: { b: 1 } }, { a: [1] }],
  [{ list: [1, 2] }, { list: [2] }],
])('the patch between %j and %j makes the one of the other', (from, to) => {
  expect(mergePatch(from, mergePatchOf(from, to))).toEqual(to);
});
