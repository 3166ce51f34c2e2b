/** Tools of a Retell LLM in functions of an agent, and back. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { isObject, type AgentFunction } from '@parley/contract';
import type { Fields } from '../shared/lens.ts';

type Collect = Extract<AgentFunction, { type: 'collect' }>;

const DESCRIPTION_LENGTH = 1_024;
const NAME = /^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/;

/** Their names may hold "-" and begin with a digit. */
const functionName = (name: unknown): string => {
  const plain = String(name).replace(/[^a-zA-Z0-9_]/g, '_');
  return (NAME.test(plain) ? plain : `_${plain}`).slice(0, 64);
};

const describe = (text: unknown): string => (typeof text === 'string' ? text.slice(0, DESCRIPTION_LENGTH) : '');

const SCHEMA_TYPES: Record<string, string> = { string: 'string', enum: 'string', number: 'number', boolean: 'boolean' };

function collect(tool: Fields): Collect {
  const variables = Array.isArray(tool.variables) ? tool.variables.filter(isObject).filter((one) => typeof one.name === 'string') : [];
  const properties = variables.map((one): [string, { type: string }] => [
    String(one.name),
    {
      type: SCHEMA_TYPES[String(one.type)] ?? 'string',
      ...(typeof one.description === 'string' ? { description: one.description } : {}),
      ...(one.type === 'enum' && Array.isArray(one.choices) ? { enum: one.choices.map(String) } : {}),
    },
  ]);
  const required = variables.filter((one) => one.required === true).map((one) => String(one.name));
  return {
    type: 'collect',
    name: functionName(tool.name),
    description: describe(tool.description),
    parameters: { type: 'object', properties: Object.fromEntries(properties), ...(required.length > 0 ? { required } : {}) },
  };
}

/** The function that does what the tool does; null where we have none. */
function functionOf(tool: unknown): AgentFunction | null {
  if (!isObject(tool)) return null;
  if (tool.type === 'end_call')
    return {
      type: 'built_in',
      name: 'end_call',
      ...(typeof tool.description === 'string' ? { description: describe(tool.description) } : {}),
    };
  return tool.type === 'extract_dynamic_variable' ? collect(tool) : null;
}

function variableOf([name, schema]: [string, Fields], required: readonly string[]): Fields {
  const { type, description } = schema;
  const choices = Array.isArray(schema.enum) ? { choices: schema.enum.map(String) } : {};
  const kind =
    'choices' in choices ? 'enum' : type === 'number' || type === 'integer' ? 'number' : type === 'boolean' ? 'boolean' : 'string';
  return {
    name,
    type: kind,
    description: typeof description === 'string' ? description : '',
    ...choices,
    ...(required.includes(name) ? { required: true } : {}),
  };
}

/** Null where they have no such tool. */
function toolOf(one: AgentFunction): Fields | null {
  if (one.type === 'collect') {
    const { properties, required = [] } = one.parameters;
    const variables = Object.entries(properties).map(([name, schema]) => variableOf([name, schema], required));
    return { type: 'extract_dynamic_variable', name: one.name, description: one.description, variables };
  }
  return one.name === 'end_call'
    ? { type: 'end_call', name: 'end_call', ...(one.description === undefined ? {} : { description: one.description }) }
    : null;
}

const hasNoTool = (one: AgentFunction): boolean => toolOf(one) === null;

/** What they have no tool for stays; a tool that says what a function says already leaves it as it is. */
export function functionsWith(tools: unknown, known: readonly AgentFunction[]): AgentFunction[] {
  const given = Array.isArray(tools) ? (tools as unknown[]) : [];
  const made = given.flatMap((tool) => {
    const same = known.find((one) => isDeepStrictEqual(toolOf(one), tool));
    const one = same ?? functionOf(tool);
    return one === null ? [] : [one];
  });
  const all = [...known.filter(hasNoTool), ...made];
  return all.filter((one, index) => all.findIndex((other) => other.name === one.name) === index);
}

/** Of the tools that they gave, those that are only kept. */
export const withoutFunction = (tools: unknown): unknown[] =>
  (Array.isArray(tools) ? (tools as unknown[]) : []).filter((tool) => functionOf(tool) === null);

export const toolsOf = (functions: readonly AgentFunction[]): Fields[] => functions.map(toolOf).filter((tool) => tool !== null);
