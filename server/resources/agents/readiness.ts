/** Whether an agent can take calls or typed conversations now: its settings, and the keys that they need. */
import { AppError, type AgentConfig, type AgentProblem } from '@parley/contract';
import { variablesOf } from '@parley/engine/turns/persona.ts';
import { variablesIn } from '@parley/engine/turns/template.ts';
import { impossibleSettings, type Channel, type SettingFault } from '../../live/models/impossible-settings.ts';
import { functionFaults } from './function-faults.ts';
import { unworkableSettings } from './unworkable-settings.ts';

export interface MissingKey extends SettingFault {
  provider: string;
}

/** All problems of the first one's kind. */
export interface Unready {
  code: AgentProblem['code'];
  message: string;
  fields: SettingFault[];
}

/** The provider that lacks what the organization's calls with these settings need; null when none does. */
export type FindMissingKey = (organizationId: string, config: AgentConfig) => Promise<MissingKey | null>;

export class Readiness {
  readonly #findMissingKey: FindMissingKey;

  constructor(findMissingKey: FindMissingKey) {
    this.#findMissingKey = findMissingKey;
  }

  /**
   * What keeps it from being published. A function that can never be called, or a setting that does nothing, does not keep an agent that was published before from taking
   * calls: the function fails by name when its model calls it.
   */
  async problems(organizationId: string, config: AgentConfig, channel: Channel): Promise<AgentProblem[]> {
    const before = [...functionFaults(config), ...unworkableSettings(config, channel)];
    return [...before.map(asImpossible), ...(await this.#keptFromCalls(organizationId, config, channel))];
  }

  async #keptFromCalls(organizationId: string, config: AgentConfig, channel: Channel): Promise<AgentProblem[]> {
    const impossible = impossibleSettings(config, channel).map(asImpossible);
    const missing = await this.#findMissingKey(organizationId, config);
    return missing === null ? impossible : [...impossible, { code: 'provider_not_configured', ...missing }];
  }

  /** Why the agent cannot be called or written to; null when it can. */
  async refusal(organizationId: string, config: AgentConfig, channel: Channel): Promise<Unready | null> {
    return unreadyFor(await this.#keptFromCalls(organizationId, config, channel));
  }

  /** Throws `impossible_settings` or `provider_not_configured`, with the settings as pointers. */
  async require(organizationId: string, config: AgentConfig, channel: Channel): Promise<void> {
    const unready = await this.refusal(organizationId, config, channel);
    if (unready !== null) throw asAppError(unready);
  }

  /**
   * As `require`, for a call with variables of its own: what only they make impossible is a fault of the request. Throws
   * `validation_failed` as well, at the variable.
   */
  async requireForCall(organizationId: string, config: AgentConfig, variables: Readonly<Record<string, string>>): Promise<void> {
    const faults = (one: AgentConfig): SettingFault[] => [...impossibleSettings(one, 'voice'), ...unworkableSettings(one, 'voice')];
    const own = faults(config).map(({ pointer }) => pointer);
    const fields = faults(withVariables(config, variables))
      .filter(({ pointer }) => !own.includes(pointer))
      .map(({ pointer, message }) => ({
        pointer: `/variables${nameOf(textAt(pointer, config), variables)}`,
        message: `makes the agent's setting ${settingNamed(pointer)} one that ${message}`,
      }));
    if (fields.length > 0) throw new AppError('validation_failed', { fields });
    await this.require(organizationId, withVariables(config, variables), 'voice');
  }

  /** As `require`, before it is published. */
  async requirePublishable(organizationId: string, config: AgentConfig, channel: Channel): Promise<void> {
    const unready = unreadyFor(await this.problems(organizationId, config, channel));
    if (unready !== null) throw asAppError(unready);
  }
}

/** An agent as a call with these variables has it. */
export const withVariables = (config: AgentConfig, variables: Readonly<Record<string, string>>): AgentConfig => ({
  ...config,
  variables: variablesOf(config, variables),
});

/** What is said of the setting, where it is said as it stands. */
const textAt = (pointer: string, { greeting, turn_taking: { reminder } }: AgentConfig): string =>
  pointer === '/greeting' ? greeting : pointer === '/turn_taking/reminder/text' ? reminder.text : '';

/** The first of the call's variables that a text has, as the rest of a pointer. */
function nameOf(text: string, variables: Readonly<Record<string, string>>): string {
  const name = variablesIn(text).find((one) => Object.hasOwn(variables, one));
  return name === undefined ? '' : `/${name}`;
}

const asImpossible = (fault: SettingFault): AgentProblem => ({ ...fault, code: 'impossible_settings', provider: null });

function unreadyFor(problems: readonly AgentProblem[]): Unready | null {
  const [first] = problems;
  if (first === undefined) return null;
  const fields = problems.filter(({ code }) => code === first.code).map(({ pointer, message }) => ({ pointer, message }));
  const said = fields.map(({ pointer, message }) => `${settingNamed(pointer)} ${message}`).join('; ');
  return { code: first.code, message: `The agent's setting ${said}.`, fields };
}

export const asAppError = ({ code, message, fields }: Unready): AppError => new AppError(code, { detail: message, fields });

const settingNamed = (pointer: string): string => pointer.slice(1).replaceAll('/', '.');
