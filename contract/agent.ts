import { z } from 'zod';
import { fieldsOf, id, metadata, metadataFilters, pageQuery, searchText, several, sortBy, timestamp } from './common.ts';
import { name } from './names.ts';

const text = (max: number) => z.string().max(max);

export const LlmSettings = z
  .strictObject({
    provider: z
      .enum(['embedded', 'openai_compatible', 'openai'])
      .default('embedded')
      .meta({ description: '`embedded` needs no network; `openai_compatible` reaches any OpenAI-compatible endpoint.' }),
    model: text(128)
      .default('dialogue-rules')
      .meta({ description: 'For `embedded`: `dialogue-rules`, and for no other provider. `GET /providers` suggests some.' }),
    temperature: z
      .number()
      .min(0)
      .max(2)
      .optional()
      .meta({ description: 'How freely the model chooses its words; absent: its own default.' }),
    max_output_tokens: z.int().min(1).max(32_768).optional().meta({ description: 'The longest answer.' }),
  })
  .meta({ id: 'LlmSettings' });
export type LlmSettings = z.infer<typeof LlmSettings>;

export const SttSettings = z
  .strictObject({
    provider: z.enum(['embedded']).default('embedded'),
    keywords: z
      .array(text(64))
      .max(500)
      .default([])
      .meta({ description: 'Words and names the recogniser should expect besides those of the prompt.' }),
  })
  .meta({ id: 'SttSettings' });
export type SttSettings = z.infer<typeof SttSettings>;

export const TtsSettings = z
  .strictObject({
    provider: z.enum(['embedded']).default('embedded'),
    voice: text(64).default('slt').meta({ description: "The id of a voice that speaks the agent's language: `GET /voices`." }),
    speed: z.number().min(0.5).max(2).default(1).meta({ description: "1 is the voice's own pace; 2 is twice as fast." }),
  })
  .meta({ id: 'TtsSettings' });
export type TtsSettings = z.infer<typeof TtsSettings>;

export const EndpointingSettings = z
  .strictObject({
    mode: z.enum(['adaptive', 'fixed']).default('adaptive').meta({
      description: '`adaptive` waits shorter after a complete sentence and longer after an open one; `fixed` always waits `silence_ms`.',
    }),
    complete_silence_ms: z
      .int()
      .min(100)
      .max(10_000)
      .default(350)
      .meta({ description: 'Silence that ends a turn after a complete sentence.' }),
    silence_ms: z.int().min(100).max(10_000).default(700).meta({ description: 'Silence that ends a turn otherwise.' }),
    incomplete_silence_ms: z
      .int()
      .min(100)
      .max(10_000)
      .default(1_500)
      .meta({ description: 'Silence that ends a turn after a sentence that is left open.' }),
    dictation_silence_ms: z.int().min(100).max(10_000).default(2_000).meta({
      description:
        'Silence that ends a turn while the caller dictates what the agent asked for (a phone number, an e-mail address, a spelled name, a date of birth, a code) and it is not whole yet; never less than `incomplete_silence_ms`.',
    }),
  })
  .meta({ id: 'EndpointingSettings' });

export const InterruptionSettings = z
  .strictObject({
    enabled: z.boolean().default(true).meta({ description: 'False: the agent speaks on whatever the caller says.' }),
    min_speech_ms: z
      .int()
      .min(0)
      .max(5_000)
      .default(250)
      .meta({ description: 'Speech shorter than this over the agent is a false interruption: playout pauses and goes on.' }),
    min_words: z
      .int()
      .min(0)
      .max(10)
      .default(0)
      .meta({ description: 'With a number above 0, that many recognised words are needed besides `min_speech_ms`.' }),
  })
  .meta({ id: 'InterruptionSettings' });

export const ReminderSettings = z
  .strictObject({
    after_ms: z
      .int()
      .min(0)
      .max(600_000)
      .default(12_000)
      .meta({ description: 'Silence of the caller after which the agent asks again; 0 turns reminders off.' }),
    max: z.int().min(0).max(10).default(2).meta({ description: 'How often in a row.' }),
    text: text(500).default('Are you still there?').meta({ description: 'What the agent says. May hold `{{variables}}`.' }),
  })
  .meta({ id: 'ReminderSettings' });

export const TurnTakingSettings = z
  .strictObject({
    endpointing: EndpointingSettings.prefault({}),
    interruption: InterruptionSettings.prefault({}),
    reminder: ReminderSettings.prefault({}),
    idle_timeout_ms: z
      .int()
      .min(5_000)
      .max(3_600_000)
      .default(60_000)
      .meta({ description: 'The call ends when nobody has spoken for this long.' }),
    keys_timeout_ms: z.int().min(500).max(30_000).default(2_500).meta({
      description: 'Keys that the caller presses belong together until none comes for this long; `#` ends them at once.',
    }),
    max_call_ms: z.int().min(10_000).max(14_400_000).default(3_600_000).meta({ description: 'The call ends after this long.' }),
    provider_timeout_ms: z
      .int()
      .min(500)
      .max(120_000)
      .default(10_000)
      .meta({ description: 'A provider that stays silent for this long while the call waits for it is given up.' }),
  })
  .meta({ id: 'TurnTakingSettings' });
export type TurnTakingSettings = z.infer<typeof TurnTakingSettings>;

const FunctionParameter = z
  .looseObject({ type: z.string() })
  .meta({ id: 'FunctionParameter', description: 'JSON Schema of one argument.' });

/** Of a function's parameters: their JSON in UTF-8, levels of objects and lists, and schemas (each property is one). */
export const MAX_PARAMETERS_BYTES = 32_768;
export const MAX_PARAMETERS_DEPTH = 32;
export const MAX_PARAMETERS_SCHEMAS = 500;

export const FunctionParameters = z
  .looseObject({
    type: z.literal('object'),
    properties: z.record(z.string(), FunctionParameter).default({}),
    required: z.array(z.string()).optional(),
  })
  .meta({
    id: 'FunctionParameters',
    description:
      "JSON Schema (draft-07) of a function's arguments (an object schema): at most 32,768 bytes, 32 levels deep, with 500 schemas, each property being one.",
  });

export const FunctionName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/, 'must be letters, digits and underscores, at most 64');

export const BuiltInFunction = z
  .strictObject({
    type: z.literal('built_in'),
    name: z.enum(['current_time', 'calculator', 'end_call']),
    description: text(1_024).optional().meta({ description: 'In place of its own. May hold `{{variables}}`.' }),
  })
  .meta({ id: 'BuiltInFunction' });

export const CollectFunction = z
  .strictObject({
    type: z.literal('collect'),
    name: FunctionName,
    description: text(1_024).default('').meta({ description: 'When the model is to call it. May hold `{{variables}}`.' }),
    parameters: FunctionParameters,
  })
  .meta({
    id: 'CollectFunction',
    description: "Validates what the caller said against `parameters` and keeps it in the call's `collected` data.",
  });

export const AgentFunction = z.discriminatedUnion('type', [BuiltInFunction, CollectFunction]).meta({ id: 'AgentFunction' });
export type AgentFunction = z.infer<typeof AgentFunction>;

export const MAX_VARIABLES = 200;
/** Values of `{{variables}}` by name. */
export const Variables = z
  .record(FunctionName, text(4_096))
  .refine((entries) => Object.keys(entries).length <= MAX_VARIABLES, `must have at most ${MAX_VARIABLES.toString()} variables`)
  .meta({ id: 'Variables' });

export const AgentConfig = z
  .strictObject({
    name,
    language: text(35)
      .default('en-US')
      .meta({ description: 'BCP 47 tag of the language that is spoken, one that recogniser and voice have; kept in its canonical form.' }),
    time_zone: text(64).default('UTC').meta({ description: 'IANA time zone in which the agent speaks of dates and times.' }),
    greeting: text(2_000)
      .default('Hello, how can I help you?')
      .meta({ description: 'What the agent says first; empty: it waits for the caller. May hold `{{variables}}`.' }),
    prompt: text(100_000)
      .default('You are a friendly voice agent. Answer briefly.')
      .meta({ description: 'Who the agent is and what it does. May hold `{{variables}}`.' }),
    llm: LlmSettings.prefault({}),
    stt: SttSettings.prefault({}),
    tts: TtsSettings.prefault({}),
    turn_taking: TurnTakingSettings.prefault({}),
    functions: z.array(AgentFunction).max(64).default([]).meta({ description: 'What the agent may call while it talks.' }),
    variables: Variables.default({}).meta({
      description: 'Defaults of `{{variables}}` in greeting, prompt, reminder and descriptions of functions; a call may override them.',
    }),
  })
  .meta({ id: 'AgentConfig' });
export type AgentConfig = z.infer<typeof AgentConfig>;
export type AgentConfigInput = z.input<typeof AgentConfig>;

const agentMetadata = metadata.meta({
  description: 'Labels of your own. They are no settings: they have no versions, and a change of them is no draft to publish.',
});

export const CreateAgent = z.strictObject({ ...AgentConfig.shape, metadata: agentMetadata.default({}) }).meta({ id: 'CreateAgent' });
export type CreateAgent = z.infer<typeof CreateAgent>;
export type CreateAgentInput = z.input<typeof CreateAgent>;

/** Names that mean something else where a version is asked for. */
const RESERVED_TAGS = ['draft', 'latest'];

export const TagName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,31}$/, 'must be a lower-case letter, then letters, digits, "-" and "_", at most 32')
  .refine((name) => !RESERVED_TAGS.includes(name), 'must not be "draft" or "latest"')
  .meta({ id: 'TagName', description: 'A name that points at a published version, such as `prod`.' });
export const MAX_TAGS = 10;

export const AgentVersionRef = z
  .union([
    z.int().min(1).max(2_147_483_647),
    z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/, 'must be a version number, "draft", "latest" or a tag'),
  ])
  .meta({
    id: 'AgentVersionRef',
    description: "A version number, `draft`, `latest` (the newest published version) or one of the agent's tags.",
  });
export type AgentVersionRef = z.infer<typeof AgentVersionRef>;

export const Agent = z
  .strictObject({
    id: id('agent'),
    ...AgentConfig.shape,
    metadata: agentMetadata,
    tags: z.record(TagName, z.int().min(1)).meta({ description: 'Published versions by tag.' }),
    published_version: z.int().nullable().meta({ description: 'The newest published version, null before the first publication.' }),
    draft_changed: z.boolean().meta({ description: 'True when the draft differs from the newest published version.' }),
    revision: z.int().meta({ description: 'Counts the saves of draft and metadata; send it back as `If-Match` to be told of a conflict.' }),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Agent' });
export type Agent = z.infer<typeof Agent>;

/** The parts of an agent that `fields` chooses from; the rest is always there. */
export const AGENT_FIELDS = [
  'greeting',
  'prompt',
  'llm',
  'stt',
  'tts',
  'turn_taking',
  'functions',
  'variables',
  'metadata',
  'tags',
] as const;
export type AgentField = (typeof AGENT_FIELDS)[number];

export const AgentListItem = Agent.partial({
  greeting: true,
  prompt: true,
  llm: true,
  stt: true,
  tts: true,
  turn_taking: true,
  functions: true,
  variables: true,
  metadata: true,
  tags: true,
}).meta({ id: 'AgentListItem', description: 'An agent, or the parts of it that `fields` names.' });
export type AgentListItem = z.infer<typeof AgentListItem>;

const agentFields = fieldsOf(AGENT_FIELDS, Agent)
  .optional()
  .meta({ description: 'The parts to include, with commas between; absent: all of them. Names, times and the like are always there.' });
export const AgentQuery = z.strictObject({ fields: agentFields });

export const AgentVersion = z
  .strictObject({
    agent_id: id('agent'),
    version: z.int().min(1),
    config: AgentConfig,
    published_at: timestamp,
    published_by: z.string().nullable().meta({ description: 'Name of the person or key.' }),
  })
  .meta({ id: 'AgentVersion' });
export type AgentVersion = z.infer<typeof AgentVersion>;

export const AgentChange = z
  .strictObject({
    path: z.string().meta({ description: 'JSON pointer (RFC 6901) into the settings.' }),
    change: z.enum(['added', 'removed', 'changed']),
    before: z.unknown().optional(),
    after: z.unknown().optional(),
  })
  .meta({ id: 'AgentChange' });
export type AgentChange = z.infer<typeof AgentChange>;

export const AgentDiff = z
  .strictObject({ agent_id: id('agent'), from: AgentVersionRef, to: AgentVersionRef, changes: z.array(AgentChange) })
  .meta({ id: 'AgentDiff' });
export type AgentDiff = z.infer<typeof AgentDiff>;

export const AgentProblem = z
  .strictObject({
    pointer: z.string().meta({ description: 'JSON pointer (RFC 6901) of the setting.' }),
    code: z.enum(['impossible_settings', 'provider_not_configured']).meta({
      description:
        '`impossible_settings`: it can never work, change it; `provider_not_configured`: it works once the provider has a key or an address.',
    }),
    message: z.string().meta({ description: 'What is wrong, to be read after the name of the setting.' }),
    provider: z.string().nullable().meta({ description: 'The provider that lacks a key or an address.' }),
  })
  .meta({ id: 'AgentProblem', description: 'A setting that keeps the agent from being published and from taking calls.' });
export type AgentProblem = z.infer<typeof AgentProblem>;

export const AgentListQuery = z.strictObject({
  ...pageQuery.shape,
  q: searchText('the name'),
  tag: several(TagName),
  published: z.enum(['true', 'false']).optional(),
  ...metadataFilters('agents'),
  sort: sortBy(['created_at', 'updated_at', 'name']).default('-created_at'),
  fields: agentFields,
});
export type AgentListQuery = z.infer<typeof AgentListQuery>;

export const DuplicateAgent = z
  .strictObject({ name: name.optional().meta({ description: 'Absent: the name with " (copy)" behind it.' }) })
  .meta({ id: 'DuplicateAgent' });

export const SetAgentTag = z.strictObject({ version: z.int().min(1).max(2_147_483_647) }).meta({ id: 'SetAgentTag' });
export const AgentTag = z.strictObject({ agent_id: id('agent'), tag: TagName, version: z.int().min(1) }).meta({ id: 'AgentTag' });
export type AgentTag = z.infer<typeof AgentTag>;

/** What a call runs on: the agent's settings as they were when the call began. */
export interface AgentSnapshot {
  id: string;
  /** Null when the call runs the draft. */
  version: number | null;
  config: AgentConfig;
}
