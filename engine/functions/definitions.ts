/** The agent's functions as the model sees them. */
import type { AgentFunction } from '@parley/contract';
import type { LlmFunction } from '../llm/llm.ts';
import { unreachable } from '../unreachable.ts';

const BUILT_IN = {
  current_time: {
    description: 'The current date and time where the agent works.',
    parameters: { type: 'object', properties: {}, additionalProperties: false },
  },
  calculator: {
    description: 'Works out an arithmetic expression.',
    parameters: {
      type: 'object',
      properties: { expression: { type: 'string', description: 'Numbers with + - * / % ^ and parentheses' } },
      required: ['expression'],
      additionalProperties: false,
    },
  },
  end_call: { description: 'Ends the call once what you say has been heard.', parameters: { type: 'object', properties: {} } },
} as const;

export const asModelSees = (one: AgentFunction): LlmFunction => {
  switch (one.type) {
    case 'built_in':
      return { name: one.name, description: one.description ?? BUILT_IN[one.name].description, parameters: BUILT_IN[one.name].parameters };
    case 'collect':
      return { name: one.name, description: one.description, parameters: one.parameters };
    default:
      return unreachable(one);
  }
};

export const modelFunctions = (functions: readonly AgentFunction[]): LlmFunction[] => functions.map(asModelSees);

export type BuiltInName = keyof typeof BUILT_IN;
