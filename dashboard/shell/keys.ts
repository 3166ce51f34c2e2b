/** The keyboard map: which keys do what, and how a sequence of presses becomes a command. Pure. */
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
  peek: { keys: [' '], says: 'Peek at the row' },
  open: { keys: ['enter'], says: 'Open the row' },
  help: { keys: ['?'], says: 'Show all keys' },
} as const satisfies Record<string, { keys: readonly string[]; says: string }>;
export type Command = keyof typeof COMMANDS;

export interface KeyPress {
  key: string;
  mod: boolean;
  alt: boolean;
  /** True while the person types into a field. */
  typing: boolean;
  atMs: number;
}

/** The first key of a sequence such as `g a`, and when it was pressed. */
export type Pending = { key: string; atMs: number } | null;

const SEQUENCE_MS = 1_200;
const byKeys = new Map<string, Command>();
for (const [command, { keys }] of Object.entries(COMMANDS)) for (const each of keys) byKeys.set(each, command as Command);
const starts = new Set(
  [...byKeys.keys()].filter((keys) => keys.length > 1 && keys.includes(' ')).map((keys) => keys.slice(0, keys.indexOf(' '))),
);

export function press(pending: Pending, { key: pressed, mod, alt, typing, atMs }: KeyPress): { pending: Pending; command: Command | null } {
  const key = pressed.toLowerCase();
  if (mod) return { pending: null, command: byKeys.get(`mod+${key}`) ?? null };
  if (alt || typing) return { pending: null, command: null };
  if (pending !== null && atMs - pending.atMs <= SEQUENCE_MS) {
    const command = byKeys.get(`${pending.key} ${key}`);
    if (command !== undefined) return { pending: null, command };
  }
  if (starts.has(key)) return { pending: { key, atMs }, command: null };
  return { pending: null, command: byKeys.get(key) ?? null };
}
