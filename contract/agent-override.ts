/** What one call or conversation has otherwise than its agent: any part of the settings, at any depth. */
import { z } from 'zod';
import { AgentConfig } from './agent.ts';

type Loose<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: Loose<T[K]> | (undefined extends T[K] ? null : never) }
    : T;
type Overridable = Omit<AgentConfig, 'name' | 'variables'>;
type Overrides<T> = { [K in keyof T]?: Loose<T[K]> };
/** Settings that have no default are taken away by null. */
export type AgentOverride = Overrides<Overridable>;

type Shape = Record<string, z.ZodType>;

/** A setting as it may stand in an override: left out, and without the default that would take the agent's own away. */
function overriding(schema: z.ZodType): z.ZodType {
  const meta = schema.meta();
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return described(overriding(schema.unwrap() as z.ZodType), meta);
  if (schema instanceof z.ZodOptional) return described((schema.unwrap() as z.ZodType).nullable().optional(), meta);
  if (!(schema instanceof z.ZodObject)) return described(schema.optional(), meta);
  return overridesOf(schema.shape, String(meta?.id).replace(/Settings$/, 'Override')).optional();
}

const described = (schema: z.ZodType, meta: Readonly<Record<string, unknown>> | undefined): z.ZodType =>
  typeof meta?.description === 'string' ? schema.meta({ description: meta.description }) : schema;

const overridesOf = (shape: Shape, id: string, description?: string): z.ZodType =>
  z
    .strictObject(Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, overriding(schema)])))
    .meta({ id, ...(description === undefined ? {} : { description }) });

const { name: _name, variables: _variables, ...OVERRIDABLE } = AgentConfig.shape;

export const AgentOverride = overridesOf(
  OVERRIDABLE,
  'AgentOverride',
  "Any part of an `AgentConfig` but its name and variables, at any depth, for this one call or conversation: what is left out is the agent's. Lists (`functions`, `stt.keywords`) are replaced as a whole; `null` takes a setting away that has no default. The whole is checked like an agent's settings.",
) as z.ZodType<AgentOverride, AgentOverride>;
