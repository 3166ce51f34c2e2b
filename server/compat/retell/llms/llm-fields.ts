/** A Retell LLM's fields in our settings. Pure. */
import { AgentConfig, type AgentConfig as Config } from '@parley/contract';
import { omit, pick, readFields, writeFields, type Fields, type Lens } from '../shared/lens.ts';
import { besides } from '../shared/without-effect.ts';
import { functionsWith, toolsOf, withoutFunction } from './tools.ts';

/** The settings that an agent has from its LLM. */
const LLM_PARTS = ['prompt', 'greeting', 'llm', 'functions', 'variables'] as const satisfies readonly (keyof Config)[];

const DEFAULTS = AgentConfig.parse({ name: 'Defaults' });

const isOpenAi = (model: unknown): model is string => typeof model === 'string' && model.startsWith('gpt-');

/** As the engine knows names; others cannot stand in a prompt. */
const VARIABLE = /^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/;
const unusable = (variables: unknown): Fields =>
  Object.fromEntries(Object.entries((variables ?? {}) as Fields).filter(([name]) => !VARIABLE.test(name)));

export const LLM_LENSES: readonly Lens[] = [
  {
    fields: ['general_prompt'],
    put: ({ general_prompt }, config) => ({ ...config, prompt: typeof general_prompt === 'string' ? general_prompt : DEFAULTS.prompt }),
    get: ({ prompt }) => ({ general_prompt: prompt }),
    effect: 'The prompt; at most 100,000 characters.',
  },
  {
    fields: ['begin_message', 'start_speaker'],
    put({ begin_message, start_speaker }, config) {
      const spoken = typeof begin_message === 'string' ? begin_message : DEFAULTS.greeting;
      return { ...config, greeting: start_speaker === 'user' ? '' : spoken };
    },
    get: ({ greeting }) => ({ begin_message: greeting, start_speaker: greeting === '' ? 'user' : 'agent' }),
    effect:
      'The greeting; at most 2,000 characters. With `start_speaker` `user`, or an empty message, the agent waits. An absent message is not generated: the agent says its default greeting.',
  },
  {
    fields: ['general_tools'],
    put: ({ general_tools }, config) => ({ ...config, functions: functionsWith(general_tools, config.functions) }),
    get: ({ functions }, { general_tools }) => ({ general_tools: [...withoutFunction(general_tools), ...toolsOf(functions)] }),
    effect:
      '`end_call` and `extract_dynamic_variable` (kept in the call as collected data) work; tools of other types are kept and given back, the agent does not have them.',
  },
  {
    fields: ['default_dynamic_variables'],
    put: ({ default_dynamic_variables }, config) => ({
      ...config,
      variables: Object.fromEntries(
        Object.entries((default_dynamic_variables ?? {}) as Record<string, string>).filter(([name]) => VARIABLE.test(name)),
      ),
    }),
    get: ({ variables }, { default_dynamic_variables }) => ({
      default_dynamic_variables: { ...unusable(default_dynamic_variables), ...variables },
    }),
    effect: 'Defaults of variables whose names are letters, digits and underscores; others are kept and given back.',
  },
  {
    fields: ['model'],
    put({ model }, config) {
      const { temperature } = config.llm;
      const llm = isOpenAi(model) ? { provider: 'openai' as const, model } : DEFAULTS.llm;
      return { ...config, llm: { ...llm, ...(temperature === undefined ? {} : { temperature }) } };
    },
    get: ({ llm }) => (llm.provider === 'embedded' ? {} : { model: llm.model }),
    effect:
      '`gpt-…` models are asked of OpenAI with the key of the organization or the installation. Without a model, and for models of other vendors (kept and given back), the embedded dialogue rules answer.',
  },
  {
    fields: ['model_temperature'],
    put({ model_temperature }, config) {
      const { temperature: _before, ...llm } = config.llm;
      return { ...config, llm: typeof model_temperature === 'number' ? { ...llm, temperature: model_temperature } : llm };
    },
    get: ({ llm }) => (llm.temperature === undefined ? {} : { model_temperature: llm.temperature }),
    effect: 'The temperature.',
  },
];

/** Kept and given back, without effect on a call. */
export const LLM_KEPT: readonly string[] = [
  'states',
  'starting_state',
  'begin_after_user_silence_ms',
  'knowledge_base_ids',
  'kb_config',
  'mcps',
  's2s_model',
  'model_high_priority',
  'tool_call_strict_mode',
  'is_transfer_llm',
];

const LLM_ANSWER_FIELDS = ['llm_id', 'version', 'is_published', 'last_modification_timestamp'];

/** Names of what is given of an LLM and has no effect. */
export const llmWithoutEffect = (prefix = '') => besides([...LLM_ANSWER_FIELDS, ...LLM_LENSES.flatMap((lens) => lens.fields)], prefix);

export const llmFieldsGiven = (body: Fields): Fields => omit(body, LLM_ANSWER_FIELDS);

export const llmParts = (config: Config): Pick<Config, (typeof LLM_PARTS)[number]> =>
  pick(config, LLM_PARTS) as Pick<Config, (typeof LLM_PARTS)[number]>;

/** Settings that stand for an LLM which no agent has yet. */
export const configOfLlm = (given: Fields): Config => writeFields(LLM_LENSES, {}, given, DEFAULTS);

export const llmAnswer = (given: Fields, config: Config): Fields => readFields(LLM_LENSES, given, config);
