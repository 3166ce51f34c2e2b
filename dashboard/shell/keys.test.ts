import { expect, it } from 'vitest';
import { press, type Command, type KeyPress, type Pending } from './keys.ts';

function commandsOf(...presses: Partial<KeyPress>[]): (Command | null)[] {
  let pending: Pending = null;
  return presses.map((each, index) => {
    const result = press(pending, { key: '', mod: false, alt: false, typing: false, atMs: index * 100, ...each });
    pending = result.pending;
    return result.command;
  });
}

it('goes with two keys', () => {
  expect(commandsOf({ key: 'g' }, { key: 'c' })).toEqual([null, 'go-calls']);
  expect(commandsOf({ key: 'G' }, { key: 'A' })).toEqual([null, 'go-agents']);
});

it('forgets the first key after a while', () => {
  expect(commandsOf({ key: 'g', atMs: 0 }, { key: 'c', atMs: 5_000 })).toEqual([null, null]);
});

it('takes the second key for itself where it makes no sequence', () => {
  expect(commandsOf({ key: 'g' }, { key: 'n' })).toEqual([null, 'new']);
});

it('leaves letters alone while somebody types, but not the palette', () => {
  expect(commandsOf({ key: 'n', typing: true }, { key: 'k', typing: true, mod: true })).toEqual([null, 'search']);
});

it('leaves the browser its own shortcuts', () => {
  expect(commandsOf({ key: 'n', mod: true }, { key: 'j', alt: true })).toEqual([null, null]);
});

it('knows the keys of lists', () => {
  expect(commandsOf({ key: 'j' }, { key: 'k' }, { key: ' ' }, { key: 'Enter' }, { key: '?' })).toEqual([
    'next',
    'previous',
    'peek',
    'open',
    'help',
  ]);
});
