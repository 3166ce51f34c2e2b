import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { commandKeys, type Command } from './keys.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Press {
  key: string;
  mod: boolean;
  alt: boolean;
  /** True while the person types into a field. */
  typing: boolean;
  atMs: number;
}
const SHIFTED = /^[A-Z?]$/;

function keyEvent({ key, mod, alt }: Press): KeyboardEvent {
  const held = { Control: mod, Alt: alt, Shift: SHIFTED.test(key) };
  const event: Partial<KeyboardEvent> = {
    key,
    code: key === ' ' ? 'Space' : `Key${key.toUpperCase()}`,
    ctrlKey: mod,
    metaKey: false,
    getModifierState: (name) => held[name as keyof typeof held] ?? false,
  };
  return event as KeyboardEvent;
}

/** The command of each press, one every 100 ms where it is not said otherwise. */
function commandsOf(...presses: Partial<Press>[]): (Command | null)[] {
  let typing = false;
  let command: Command | null = null;
  const handle = commandKeys(
    (made) => (command = made),
    () => typing,
  );
  let now = 0;
  return presses.map((each, index) => {
    const press: Press = { key: '', mod: false, alt: false, typing: false, atMs: index * 100, ...each };
    vi.advanceTimersByTime(press.atMs - now);
    now = press.atMs;
    ({ typing } = press);
    command = null;
    handle(keyEvent(press));
    return command;
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

it('begins a sequence again with its first key', () => {
  expect(commandsOf({ key: 'g' }, { key: 'g' }, { key: 'a' })).toEqual([null, null, 'go-agents']);
});

it('goes once with a sequence: what else began with its first key is forgotten', () => {
  expect(commandsOf({ key: 'g' }, { key: 'a' }, { key: 's' })).toEqual([null, 'go-agents', null]);
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
