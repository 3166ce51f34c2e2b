/** The keyboard map: which keys do what, and how presses become commands. */
import { createKeybindingsHandler } from 'tinykeys';

export const COMMANDS = {
  search: { keys: ['mod+k'], says: 'Search and do' },
  'go-agents': { keys: ['g a'], says: 'Go to agents' },
  'go-calls': { keys: ['g c'], says: 'Go to calls' },
  'go-usage': { keys: ['g u'], says: 'Go to usage' },
  'go-webhooks': { keys: ['g w'], says: 'Go to webhooks' },
  'go-settings': { keys: ['g s'], says: 'Go to settings' },
  new: { keys: ['n'], says: 'New agent' },
  next: { keys: ['j'], says: 'Next row' },
  previous: { keys: ['k'], says: 'Previous row' },
  peek: { keys: ['space'], says: 'Peek at the row' },
  open: { keys: ['enter'], says: 'Open the row' },
  help: { keys: ['?'], says: 'Show all keys' },
} as const satisfies Record<string, { keys: readonly string[]; says: string }>;
export type Command = keyof typeof COMMANDS;

const SEQUENCE_MS = 1_200;
const MODIFIERS = ['Control', 'Meta'];
/** A letter is the same with Shift or Caps Lock, and `?` has Shift on most keyboards. */
const pressesOf = (keys: string): string[] =>
  keys.startsWith('mod+')
    ? MODIFIERS.map((modifier) => `${modifier}+[Shift]+${keys.slice('mod+'.length)}`)
    : [
        keys
          .split(' ')
          .map((key) => `[Shift]+${key === 'space' ? 'Space' : key}`)
          .join(' '),
      ];

const BINDINGS: readonly (readonly [presses: string, command: Command])[] = Object.entries(COMMANDS).flatMap(([command, { keys }]) =>
  keys.flatMap(pressesOf).map((presses) => [presses, command as Command] as const),
);
/** The keys that begin a sequence. */
const STARTS = new Set(
  Object.values(COMMANDS).flatMap(({ keys }) => keys.flatMap((each) => (each.includes(' ') ? each.slice(0, each.indexOf(' ')) : []))),
);

/** Handles the presses of a window; `isTyping`: the press goes into a field, which only the keys with Ctrl or ⌘ pass by. */
export function commandKeys(
  run: (command: Command, event: KeyboardEvent) => void,
  isTyping: (event: KeyboardEvent) => boolean,
): (event: KeyboardEvent) => void {
  const ignore = (event: KeyboardEvent): boolean => !event.ctrlKey && !event.metaKey && isTyping(event);
  const begin = (): ((event: KeyboardEvent) => void) =>
    createKeybindingsHandler(Object.fromEntries(BINDINGS.map(([presses, command]) => [presses, (event) => done(command, event)])), {
      timeout: SEQUENCE_MS,
      ignore,
    });
  let handle = begin();
  const done = (command: Command, event: KeyboardEvent): void => {
    // What else began with the same key waits no longer: after `g a`, an `s` goes nowhere.
    handle = begin();
    run(command, event);
  };
  return (event) => {
    if (STARTS.has(event.key.toLowerCase())) handle = begin();
    handle(event);
  };
}
