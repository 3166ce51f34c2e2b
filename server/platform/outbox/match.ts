/** Whether an endpoint wants an event. Pure. */
import { patternMatches, type EventCondition, type EventFilter, type Webhook, type WebhookEvent } from '@parley/contract';
import { NOT_THERE, valueAt } from '../json-pointer.ts';

/** Numbers with numbers, texts with texts (times sort as texts do); anything else has no order. */
function compared(a: unknown, b: unknown): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return null;
}

const ordered = (a: unknown, b: unknown, fits: (order: number) => boolean): boolean => {
  const order = compared(a, b);
  return order !== null && fits(order);
};

function contains(value: unknown, part: unknown): boolean {
  if (typeof value === 'string') return typeof part === 'string' && value.includes(part);
  return Array.isArray(value) && value.includes(part);
}

export function holds({ field, operator, value: wanted }: EventCondition, event: unknown): boolean {
  const value = valueAt(event, field);
  const there = value !== NOT_THERE;
  switch (operator) {
    case 'exists':
      return there === (wanted !== false);
    case 'eq':
      return there && value === (wanted ?? null);
    case 'ne':
      return !there || value !== (wanted ?? null);
    case 'gt':
      return ordered(value, wanted, (order) => order > 0);
    case 'gte':
      return ordered(value, wanted, (order) => order >= 0);
    case 'lt':
      return ordered(value, wanted, (order) => order < 0);
    case 'lte':
      return ordered(value, wanted, (order) => order <= 0);
    case 'contains':
      return contains(value, wanted);
    case 'in':
      return Array.isArray(wanted) && (wanted as unknown[]).includes(value);
    default:
      return operator satisfies never;
  }
}

/** What Retell's format has words for. A call's conversation has no end of its own there. */
function isRetells(event: WebhookEvent): boolean {
  switch (event.type) {
    case 'call.started':
    case 'call.ended':
    case 'call.analyzed':
    case 'conversation.updated':
      return true;
    case 'conversation.ended':
      return event.data.channel === 'text';
    case 'agent.deployed':
    case 'agent.deleted':
    case 'function.failed':
    case 'error.occurred':
    case 'usage.quota_warning':
      return false;
    default:
      return event satisfies never;
  }
}

interface Endpoint {
  format: Webhook['format'];
  agentIds: readonly string[];
}

/** Agents with an endpoint of their own in Retell's format: it stands in place of those for all agents. */
export const withOwnEndpoint = (endpoints: readonly Endpoint[]): ReadonlySet<string> =>
  new Set(endpoints.flatMap(({ format, agentIds }) => (format === 'retell' ? agentIds : [])));

/** Whether the endpoint's format tells of the event, besides what its filter says. */
export const tells = ({ format, agentIds }: Endpoint, event: WebhookEvent, agentId: string | null, own: ReadonlySet<string>): boolean =>
  format !== 'retell' || (isRetells(event) && (agentIds.length > 0 || agentId === null || !own.has(agentId)));

export const wants = (filter: EventFilter, event: WebhookEvent, agentId: string | null): boolean =>
  filter.events.some((pattern) => patternMatches(pattern, event.type)) &&
  (filter.agent_ids.length === 0 || (agentId !== null && filter.agent_ids.includes(agentId))) &&
  filter.conditions.every((condition) => holds(condition, event));
