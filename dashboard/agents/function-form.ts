/** A collect function as a form: one row a value. Pure. */
import type { AgentFunction } from '@parley/contract';
import { z } from 'zod';
import { textWithout } from '../ui/form-schema.ts';

export type Collect = Extract<AgentFunction, { type: 'collect' }>;
type PropertySchema = Collect['parameters']['properties'][string];

export interface ParameterRow {
  name: string;
  type: string;
  description: string;
  required: boolean;
  /** What the form does not show (formats, patterns) stays as it was. */
  schema: Record<string, unknown>;
}

export const TYPES: readonly string[] = ['string', 'number', 'integer', 'boolean'];

export function rowsOf({ parameters }: Collect): ParameterRow[] {
  const required = new Set(parameters.required ?? []);
  return Object.entries(parameters.properties).map(([name, schema]) => ({
    name,
    type: schema.type,
    description: typeof schema.description === 'string' ? schema.description : '',
    required: required.has(name),
    schema,
  }));
}

function schemaOf({ schema, type, description }: ParameterRow): PropertySchema {
  const { description: _old, ...rest } = schema;
  return { ...rest, type, ...(description === '' ? {} : { description }) };
}

export function collectOf(
  before: Collect,
  { name, description, rows }: { name: string; description: string; rows: readonly ParameterRow[] },
): Collect {
  const named = rows.filter((row) => row.name.trim() !== '');
  const properties = Object.fromEntries(named.map((row) => [row.name.trim(), schemaOf(row)]));
  const required = named.filter((row) => row.required).map((row) => row.name.trim());
  return { type: 'collect', name, description, parameters: { ...before.parameters, type: 'object', properties, required } };
}

export function nameProblem(name: string, taken: readonly string[]): string | undefined {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/.test(name)) return 'Use letters, digits and underscores, beginning with a letter.';
  return taken.includes(name) ? 'Another function of this agent has this name.' : undefined;
}

export interface FunctionForm {
  name: string;
  description: string;
  rows: ParameterRow[];
}

/** `taken`: the names of the agent's other functions. */
export const functionSchema = (taken: readonly string[]): z.ZodType<FunctionForm, FunctionForm> =>
  z.object({
    name: textWithout((name) => nameProblem(name, taken)),
    description: z.string(),
    rows: z.array(z.custom<ParameterRow>()),
  });
