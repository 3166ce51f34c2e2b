import { CreateWebhook, EventCondition, type Webhook } from '@parley/contract';
import { exampleOf } from '@parley/contract/examples/index.ts';
import { describe, expect, it, test } from 'vitest';
import { EVENT_GROUPS, EVENT_TYPES, isChosen, togglePattern } from './event-types.ts';
import { problemsIn, type Problems } from '../ui/form-schema.ts';
import * as webhookForm from './webhook-form.ts';
import {
  bodyOf,
  conditionOf,
  filterOf,
  formOf,
  NEW_CONDITION,
  rowOf,
  WEBHOOK_SCHEMA,
  wholeFilter,
  type ConditionRow,
  type WebhookForm,
} from './webhook-form.ts';

const WEBHOOK = exampleOf('Webhook') as Webhook;

const SUBJECTS: Partial<Record<string, string>> = {
  conditions: 'condition',
  headers: 'header',
  timeoutSeconds: 'timeout',
  agentIds: 'agents',
};
/** By what each is about: `conditions.0.value` is of condition 0. */
const bySubject = (problems: Problems): Problems =>
  Object.fromEntries(
    Object.entries(problems).map(([path, message]) => {
      const [field = '', ...rest] = path.split('.');
      return [[SUBJECTS[field] ?? field, ...rest.slice(0, 1)].join(' '), message];
    }),
  );
const problemsOf = (form: WebhookForm): Problems => bySubject(problemsIn(WEBHOOK_SCHEMA, form));
const problemsFrom = (fields: Problems, form: WebhookForm): Problems => bySubject(webhookForm.problemsFrom(fields, form));

describe('a condition', () => {
  test.each<[string, EventCondition['value'], ConditionRow['operator']]>([
    ['a number', 60_000, 'gt'],
    ['a text', 'user_hangup', 'eq'],
    ['a text that looks like a number', '060', 'eq'],
    ['a text that looks like truth', 'true', 'ne'],
    ['a text with quotes', 'say "no"', 'contains'],
    ['a text in quotes', '"no"', 'eq'],
    ['nothing', null, 'eq'],
    ['a list', ['a', 'b, c', 3, false, '3'], 'in'],
    ['presence', true, 'exists'],
    ['absence', false, 'exists'],
  ])('with %s goes into the form and back', (_title, value, operator) => {
    const condition = { field: '/data/metadata/key', operator, value };
    expect(conditionOf(rowOf(condition))).toEqual(condition);
    expect(EventCondition.parse(condition)).toEqual(condition);
  });

  it('without a value is one of presence', () =>
    expect(conditionOf(rowOf({ field: '/data/a', operator: 'exists' }))).toEqual({ field: '/data/a', operator: 'exists', value: true }));
});

describe('the form', () => {
  it('of a webhook gives back what the webhook is, its hidden headers left alone', () => {
    const body = bodyOf(formOf({ ...WEBHOOK, header_names: ['X-Api-Key'] }));
    expect(body).toEqual({
      url: WEBHOOK.url,
      description: WEBHOOK.description,
      events: WEBHOOK.events,
      agent_ids: WEBHOOK.agent_ids,
      conditions: WEBHOOK.conditions,
      timeout_ms: WEBHOOK.timeout_ms,
      retell_signature: WEBHOOK.retell_signature,
    });
  });

  it('of a new one gives what the API takes', () => {
    const form = { ...formOf(null), url: ' https://example.com/hook ', headers: [{ name: ' X-Key ', value: 'a' }] };
    expect(problemsOf(form)).toEqual({});
    expect(CreateWebhook.parse(bodyOf(form))).toMatchObject({
      url: 'https://example.com/hook',
      custom_headers: { 'X-Key': 'a' },
      timeout_ms: 10_000,
    });
    expect(filterOf(form)).toEqual({ events: ['*'], agent_ids: [], conditions: [] });
  });

  it('says what is missing, by field', () => {
    const form = {
      ...formOf(null),
      url: 'example.com',
      events: [],
      timeoutSeconds: '31',
      conditions: [
        { field: '/data/', operator: 'eq' as const, value: 'x' },
        { field: '/data/a', operator: 'eq' as const, value: ' ' },
        { field: '/data/a', operator: 'exists' as const, value: '' },
      ],
      headers: [{ name: '', value: 'x' }],
    };
    expect(Object.keys(problemsOf(form)).sort()).toEqual(['condition 0', 'condition 1', 'events', 'header 0', 'timeout', 'url']);
  });

  it('puts the words of the server at the field that they are about', () => {
    const form = {
      ...formOf(null),
      headers: [
        { name: 'A', value: '' },
        { name: 'Host', value: '' },
      ],
    };
    const fields = { '/url': 'u', '/conditions/2/field': 'c', '/custom_headers/Host': 'h', '/timeout_ms': 't', '/agent_ids/0': 'a' };
    expect(problemsFrom(fields, form)).toEqual({ url: 'u', 'condition 2': 'c', 'header 1': 'h', timeout: 't', agents: 'a' });
  });
});

describe('a form that passed its own checks', () => {
  const form = { ...formOf(null), url: 'https://example.com/hook' };

  it('is held to the schema of the API, before it is sent', () => {
    expect(problemsIn(WEBHOOK_SCHEMA, { ...form, headers: [{ name: 'Host', value: 'x' }] })).toEqual({
      'headers.0.name': 'is set by the delivery itself',
    });
    expect(problemsIn(WEBHOOK_SCHEMA, form)).toEqual({});
  });

  it('has its whole filter while something else is missing', () => {
    const unaddressed = { ...form, url: '' };
    expect(wholeFilter(unaddressed)).toEqual(filterOf(form));
    const unfinished = { ...form, conditions: [NEW_CONDITION] };
    expect(wholeFilter(unfinished)).toBeNull();
  });
});

describe('types of events', () => {
  it('are each in one group', () =>
    expect(EVENT_GROUPS.flatMap(({ types }) => types.map(({ type }) => type)).sort()).toEqual([...EVENT_TYPES].sort()));

  it('are chosen by themselves, by a group, or all', () => {
    expect(togglePattern(['call.ended', 'agent.deployed'], 'call.*')).toEqual(['agent.deployed', 'call.*']);
    expect(togglePattern(['call.*', 'agent.deployed'], '*')).toEqual(['*']);
    expect(togglePattern(['*'], 'call.ended')).toEqual(['call.ended']);
    expect(togglePattern(['call.ended'], 'call.ended')).toEqual([]);
    expect(isChosen(['call.*'], 'call.ended')).toBe(true);
    expect(isChosen(['call.*'], 'agent.deployed')).toBe(false);
  });
});
