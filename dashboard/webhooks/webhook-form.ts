/** The form of a webhook: what is typed, and what the API takes. Pure. */
import {
  CONDITION_OPERATORS,
  UpdateWebhook,
  type CreateWebhook,
  type EventCondition,
  type EventFilter,
  type Webhook,
} from '@parley/contract';
import { z } from 'zod';
import type { SentForm } from '../ui/sent-form.ts';
import { heldTo, textWithout, type Problems } from '../ui/form-schema.ts';

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
interface HeaderRow {
  name: string;
  value: string;
}

export interface WebhookForm {
  url: string;
  description: string;
  events: string[];
  agentIds: string[];
  conditions: ConditionRow[];
  headers: HeaderRow[];
  /** The headers stay as they are; their values are not shown again. */
  headersKept: boolean;
  timeoutSeconds: string;
  retellSignature: boolean;
}

export type WebhookFields = SentForm<WebhookForm, WebhookForm>;

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
    case 'contains':
    case 'eq':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
    case 'ne':
      return { field: field.trim(), operator, value: plainOf(value) };
    default:
      return operator satisfies never;
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
  headersKept: false,
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
        headers: [],
        headersKept: webhook.header_names.length > 0,
        timeoutSeconds: String(webhook.timeout_ms / 1_000),
        retellSignature: webhook.retell_signature,
      };

export const filterOf = ({ events, agentIds, conditions }: Pick<WebhookForm, 'events' | 'agentIds' | 'conditions'>): EventFilter => ({
  events: [...events],
  agent_ids: [...agentIds],
  conditions: conditions.map(conditionOf),
});

type Saved = 'url' | 'description' | 'events' | 'agent_ids' | 'conditions' | 'timeout_ms' | 'retell_signature';

/** What is saved; own headers only where they were typed anew. */
export function bodyOf(form: WebhookForm): Pick<CreateWebhook, Saved> & Pick<UpdateWebhook, 'custom_headers'> {
  const { headers, headersKept } = form;
  return {
    url: form.url.trim(),
    description: form.description.trim(),
    ...filterOf(form),
    timeout_ms: Math.round(Number(form.timeoutSeconds) * 1_000),
    retell_signature: form.retellSignature,
    ...(headersKept ? {} : { custom_headers: Object.fromEntries(headers.map(({ name, value }) => [name.trim(), value])) }),
  };
}

/** The words of the API by the field that they are about. */
export function problemsFrom(fields: Problems, { headers, headersKept }: WebhookForm): Problems {
  const problems: Record<string, string> = {};
  for (const [pointer, message] of Object.entries(fields)) {
    const [, field = '', part, ...rest] = pointer.split('/');
    if (field === 'conditions' && part !== undefined) problems[['conditions', part, rest[0] ?? 'field'].join('.')] = message;
    else if (field === 'custom_headers') {
      const index = headersKept ? -1 : headers.findIndex(({ name }) => name.trim() === part);
      problems[index === -1 ? 'headers' : `headers.${index}.name`] = message;
    } else problems[field === 'timeout_ms' ? 'timeoutSeconds' : field === 'agent_ids' ? 'agentIds' : field] = message;
  }
  return problems;
}

const POINTER = /^(\/([^~/]|~[01])*)+$/;

const CONDITION = z
  .object({
    field: textWithout((text) =>
      POINTER.test(text.trim()) && !text.trim().endsWith('/') ? undefined : 'Give the path of a field, such as /data/duration_ms.',
    ),
    operator: z.enum(CONDITION_OPERATORS),
    value: z.string(),
  })
  .refine(({ operator, value }) => operator === 'exists' || value.trim() !== '', {
    path: ['value'],
    message: 'Give the value to compare with.',
  });

const HEADER = z.object({
  name: textWithout((name) => (name.trim() === '' ? 'Give the name of the header, or remove it.' : undefined)),
  value: z.string(),
});

const isTimeLimit = (seconds: string): boolean => seconds.trim() !== '' && Number(seconds) >= 1 && Number(seconds) <= 30;

const FILTER = {
  events: z.array(z.string()).min(1, 'Choose at least one event.'),
  agentIds: z.array(z.string()),
  conditions: z.array(CONDITION),
};

/** The filter of a form, once it is whole. */
export function wholeFilter(form: Pick<WebhookForm, keyof typeof FILTER>): EventFilter | null {
  const { data } = z.object(FILTER).safeParse(form);
  return data === undefined ? null : filterOf(data);
}

/** What the API would refuse, said better where it can be. */
export const WEBHOOK_SCHEMA: z.ZodType<WebhookForm, WebhookForm> = heldTo<WebhookForm>(
  z.object({
    ...FILTER,
    url: textWithout((url) =>
      /^https?:\/\/\S+$/.test(url.trim()) ? undefined : 'Give the whole address, such as https://example.com/hooks/parley.',
    ),
    description: z.string(),
    headers: z.array(HEADER),
    headersKept: z.boolean(),
    timeoutSeconds: textWithout((seconds) => (isTimeLimit(seconds) ? undefined : 'Give 1 to 30 seconds.')),
    retellSignature: z.boolean(),
  }),
  { body: bodyOf, contract: UpdateWebhook, problemsFrom },
);
