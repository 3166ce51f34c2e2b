import { expect, it } from 'vitest';
import * as operations from '../api/generated/operations.ts';
import { actionWords, fieldWords, hiddenFields, isBrief, shownChanges, subjectWords } from './audit-words.ts';

it.each([
  ['createApiKey', 'Create API key'],
  ['updateAgent', 'Update agent'],
  ['signInWithCode', 'Sign in with a code'],
  ['retell post /create-agent', 'Retell: post /create-agent'],
  ['toString', 'To string'],
])('says %s as "%s"', (action, words) => expect(actionWords(action)).toBe(words));

it('has words without code for every operation of the API', () => {
  for (const name of Object.keys(operations)) expect(actionWords(name), name).toMatch(/^[A-Z][A-Za-z ,]*$/);
});

it('names what it knows, and the rest by its own name', () =>
  expect([subjectWords('second_factor'), subjectWords('compat_record'), subjectWords('toString')]).toEqual([
    'Second factor',
    'compat record',
    'toString',
  ]));

it('shows of an object what changed in it', () =>
  expect(
    shownChanges([
      { field: 'draft.turn_taking', before: { pace: 1, rest: 2 }, after: { pace: 3, rest: 2 }, hidden: false },
      { field: 'draft.greeting', before: null, after: 'Hello.', hidden: false },
      { field: 'hash', before: null, after: null, hidden: true },
    ]),
  ).toEqual([
    { path: 'draft.turn_taking.pace', label: 'Turn taking · pace', before: '1', after: '3' },
    { path: 'draft.greeting', label: 'Greeting', before: '', after: 'Hello.' },
  ]));

it('leaves out what is empty before and after, and shows lists by line', () =>
  expect(
    shownChanges([
      { field: 'conditions', before: null, after: [], hidden: false },
      { field: 'events', before: ['a'], after: ['a', 'b'], hidden: false },
      { field: 'settings', before: null, after: {}, hidden: false },
      { field: 'enabled', before: null, after: false, hidden: false },
    ]),
  ).toEqual([
    { path: 'events', label: 'Events', before: 'a', after: 'a\nb' },
    { path: 'enabled', label: 'Enabled', before: '', after: 'false' },
  ]));

it('is brief on one line', () => {
  const change = { path: 'x', label: 'X', before: 'false', after: 'true' };
  expect([isBrief(change), isBrief({ ...change, after: 'a\nb' }), isBrief({ ...change, before: 'x'.repeat(41) })]).toEqual([
    true,
    false,
    false,
  ]);
});

it('tells what changed without its value', () => {
  expect(hiddenFields([{ field: 'backup_codes', before: null, after: null, hidden: true }])).toEqual(['Recovery codes']);
  expect(fieldWords('settings.record_calls')).toBe('Record calls');
});
