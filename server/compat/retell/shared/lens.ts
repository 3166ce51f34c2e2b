/**
 * Where fields of theirs live in settings of ours. What they gave is kept beside the settings and given back as it was for as
 * long as the settings still say so; once the settings were changed elsewhere, the settings are translated back.
 */
import { isDeepStrictEqual } from 'node:util';
import type { AgentConfig } from '@parley/contract';

export type Fields = Record<string, unknown>;

export interface Lens {
  fields: readonly string[];
  /** Settings with these values; a value that is absent or null is one that nobody set. */
  put(values: Fields, config: AgentConfig): AgentConfig;
  /** The values that the settings amount to; `given` is what they gave last, where the settings say otherwise by now. */
  get(config: AgentConfig, given: Fields): Fields;
  /** What becomes of the fields, for the documentation. */
  effect: string;
}

export const pick = (values: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.filter((name) => values[name] !== undefined).map((name) => [name, values[name]]));

export const omit = (values: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== undefined && !names.includes(name)));

/** Everything that they gave, with what became of it since. */
export function readFields(lenses: readonly Lens[], given: Fields, config: AgentConfig): Fields {
  const kept = omit(
    given,
    lenses.flatMap((lens) => lens.fields),
  );
  const living = lenses.map((lens) => {
    const values = pick(given, lens.fields);
    const holds = Object.keys(values).length > 0 && isDeepStrictEqual(lens.put(values, config), config);
    return holds ? { ...lens.get(config, values), ...values } : lens.get(config, values);
  });
  return Object.assign({}, kept, ...living) as Fields;
}

/** The settings after `change`; `before` are the fields as they are read now. */
export const writeFields = (lenses: readonly Lens[], before: Fields, change: Fields, config: AgentConfig): AgentConfig =>
  lenses
    .filter((lens) => lens.fields.some((name) => change[name] !== undefined))
    .reduce((now, lens) => lens.put(pick({ ...before, ...change }, lens.fields), now), config);
