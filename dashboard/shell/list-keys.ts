import { useState } from 'react';
import { useCommand } from './commands.ts';

/** `J` and `K` move through a list, `Enter` opens; the row that is on, or -1. */
export function useListKeys(length: number, open: (index: number) => void): number {
  const [at, setAt] = useState(-1);
  const active = Math.min(at, length - 1);
  useCommand('next', () => setAt(Math.min(length - 1, active + 1)));
  useCommand('previous', () => setAt(Math.max(0, active - 1)));
  useCommand('open', () => {
    if (active >= 0) open(active);
  });
  return active;
}
