/** The form of a webhook: what is typed, and what the API takes. Pure. */
import {
  type CONDITION_OPERATORS,
  type CreateWebhook,
  type EventCondition,
  type EventFilter,
  type UpdateWebhook,
  type Webhook,
} from '@parley/contract';

export type Operator = (typeof CONDITION_OPERATORS)[number];
export const OPERATORS = {
  eq: 'is',
  ne: 'is not',
  gt: 'is more than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  contains: 'contains',
  in: 'is one of',
  exists: 'is there',
} as const satisfies Record<Operator, string>;

export interface ConditionRow {
  /** JSON pointer. */
  field: string;
  operator: Operator;
  value: string;
}
export interface HeaderRow {
  name: string;
  value: string;
}

export interface WebhookForm {
  url: string;
  description: string;
  events: readonly string[];
  agentIds: readonly string[];
  conditions: readonly ConditionRow[];
  /** `kept`: as they are; their values are not shown again. */
  headers: readonly HeaderRow[] | 'kept';
  timeoutSeconds: string;
  retellSignature: boolean;
}

type Plain = string | number | boolean | null;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** `true`, `12` and `null` are themselves, `"12"` in quotes is text, and so is everything else. */
function plainOf(text: string): Plain {
  const trimmed = text.trim();
  if (trimmed === 'true' || trimmed === 'false' || trimmed === 'null') return JSON.parse(trimmed) as boolean | null;
  if (NUMBER.test(trimmed)) return Number(trimmed);
  if (/^".*"$/s.test(trimmed)) {
    try {
      const read: unknown = JSON.parse(trimmed);
      if (typeof read === 'string') return read;
    } catch {
      // No JSON string: the text itself is meant.
    }
  }
  return trimmed;
}

const textOf = (value: Plain): string =>
  typeof value === 'string' && plainOf(value) === value && !value.includes(',') ? value : JSON.stringify(value);

const listOf = (text: string): Plain[] =>
  (text.match(/\s*"(?:[^"\\]|\\.)*"\s*|[^,]+/g) ?? []).filter((part) => part.trim() !== '').map(plainOf);

export function conditionOf({ field, operator, value }: ConditionRow): EventCondition {
  switch (operator) {
    case 'exists':
      return { field: field.trim(), operator, value: value !== 'false' };
    case 'in':
      return { field: field.trim(), operator, value: listOf(value) };
    default:
      return { field: field.trim(), operator, value: plainOf(value) };
  }
}

export function rowOf({ field, operator, value }: EventCondition): ConditionRow {
  const text = Array.isArray(value) ? value.map(textOf).join(', ') : value === undefined ? 'true' : textOf(value);
  return { field, operator, value: text };
}

export const NEW_CONDITION: ConditionRow = { field: '/data/', operator: 'eq', value: '' };

const NEW: WebhookForm = {
  url: '',
  description: '',
  events: ['*'],
  agentIds: [],
  conditions: [],
  headers: [],
  timeoutSeconds: '10',
  retellSignature: false,
};

export const formOf = (webhook: Webhook | null): WebhookForm =>
  webhook === null
    ? NEW
    : {
        url: webhook.url,
        description: webhook.description,
        events: webhook.events,
        agentIds: webhook.agent_ids,
        conditions: webhook.conditions.map(rowOf),
        headers: webhook.header_names.length === 0 ? [] : 'kept',
        timeoutSeconds: String(webhook.timeout_ms / 1_000),
        retellSignature: webhook.retell_signature,
      };

export const filterOf = ({ events, agentIds, conditions }: WebhookForm): EventFilter => ({
  events: [...events],
  agent_ids: [...agentIds],
  conditions: conditions.map(conditionOf),
});

export type Problems = Readonly<Record<string, string>>;

const POINTER = /^(\/([^~/]|~[01])*)+$/;

/** What the API would refuse, or say less well; by the name of the field. */
export function problemsOf(form: WebhookForm): Problems {
  const problems: Record<string, string> = {};
  if (!/^https?:\/\/\S+$/.test(form.url.trim())) problems.url = 'Give the whole address, such as https://example.com/hooks/parley.';
  if (form.events.length === 0) problems.events = 'Choose at least one event.';
  const seconds = Number(form.timeoutSeconds);
  if (form.timeoutSeconds.trim() === '' || !(seconds >= 1 && seconds <= 30)) problems.timeout = 'Give 1 to 30 seconds.';
  form.conditions.forEach((row, index) => {
    if (!POINTER.test(row.field.trim()) || row.field.trim().endsWith('/'))
      problems[`condition ${index}`] = 'Give the path of a field, such as /data/duration_ms.';
    else if (row.operator !== 'exists' && row.value.trim() === '') problems[`condition ${index}`] = 'Give the value to compare with.';
  });
  if (form.headers !== 'kept')
    form.headers.forEach(({ name }, index) => {
      if (name.trim() === '') problems[`header ${index}`] = 'Give the name of the header, or remove it.';
    });
  return problems;
}

/** The server's words by the field that they are about. */
export function problemsFrom(fields: Readonly<Record<string, string>>, { headers }: WebhookForm): Problems {
  const problems: Record<string, string> = {};
  for (const [pointer, message] of Object.entries(fields)) {
    const [, field = '', part] = pointer.split('/');
    if (field === 'conditions' && part !== undefined) problems[`condition ${part}`] = message;
    else if (field === 'custom_headers') {
      const index = headers === 'kept' ? -1 : headers.findIndex(({ name }) => name.trim() === part);
      problems[index === -1 ? 'headers' : `header ${index}`] = message;
    } else problems[field === 'timeout_ms' ? 'timeout' : field === 'agent_ids' ? 'agents' : field] = message;
  }
  return problems;
}

type Saved = 'url' | 'description' | 'events' | 'agent_ids' | 'conditions' | 'timeout_ms' | 'retell_signature';

/** What is saved; own headers only where they were typed anew. */
export function bodyOf(form: WebhookForm): Pick<CreateWebhook, Saved> & Pick<UpdateWebhook, 'custom_headers'> {
  const { headers } = form;
  return {
    url: form.url.trim(),
    description: form.description.trim(),
    ...filterOf(form),
    timeout_ms: Math.round(Number(form.timeoutSeconds) * 1_000),
    retell_signature: form.retellSignature,
    ...(headers === 'kept' ? {} : { custom_headers: Object.fromEntries(headers.map(({ name, value }) => [name.trim(), value])) }),
  };
}
