/** An agent as one call or conversation has it: its settings with what the request overrides of them. Pure. */
import { AgentConfig, AppError, canonicalLanguage, mergePatch, type AgentOverride, type AgentSnapshot } from '@parley/contract';
import type { Channel } from '../../live/models/impossible-settings.ts';
import { fieldErrors } from '../../platform/http/problems.ts';
import { NOT_THERE, valueAt } from '../../platform/json-pointer.ts';
import { faultsMade } from './draft-faults.ts';

export interface Overridden {
  snapshot: AgentSnapshot;
  /** Null where nothing is. */
  override: AgentOverride | null;
}

const AT = '/agent_override';

/** Settings as they are kept. Throws `validation_failed`, pointing at `under` and the setting; `before`: what is changed of. */
export function parsedConfig(
  input: unknown,
  { before, channel, under = '' }: { before: AgentConfig | null; channel: Channel; under?: string },
): AgentConfig {
  const parsed = AgentConfig.safeParse(input);
  if (!parsed.success) throw new AppError('validation_failed', { fields: fieldErrors(parsed.error, under) });
  const config = { ...parsed.data, language: canonicalLanguage(parsed.data.language) ?? parsed.data.language };
  const fields = faultsMade(before, config, channel).map(({ pointer, message }) => ({ pointer: under + pointer, message }));
  if (fields.length > 0) throw new AppError('validation_failed', { fields });
  return config;
}

/** Throws `validation_failed` for what the override makes of the agent; what was wrong with the agent before is said elsewhere. */
export function withOverride(snapshot: AgentSnapshot, override: AgentOverride | undefined, channel: Channel): Overridden {
  if (override === undefined || Object.keys(override).length === 0) return { snapshot, override: null };
  const config = parsedConfig(mergePatch(snapshot.config, override), { before: snapshot.config, channel, under: AT });
  return { snapshot: { ...snapshot, config }, override };
}

/** What keeps the agent from calls, pointing into the request where that is what brought the setting. */
export function blamingOverride({ override }: Overridden): (error: unknown) => never {
  return (error) => {
    if (override === null || !(error instanceof AppError) || error.code === 'validation_failed' || error.fields === undefined) throw error;
    const fields = error.fields.map(({ pointer, message }) => ({
      pointer: valueAt(override, pointer) === NOT_THERE ? pointer : AT + pointer,
      message,
    }));
    throw new AppError(error.code, { detail: error.message, fields, cause: error });
  };
}
