/** The time, as a store: components that show passing time share one timer a pace. */
import { useSyncExternalStore } from 'react';

function createNow(everyMs: number) {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | null = null;
  let now = Date.now();
  return {
    read: () => now,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      now = Date.now();
      timer ??= setInterval(() => {
        now = Date.now();
        for (const each of listeners) each();
      }, everyMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0 || timer === null) return;
        clearInterval(timer);
        timer = null;
      };
    },
  };
}

const paces = { second: createNow(500), minute: createNow(20_000) };

export const useNow = (pace: keyof typeof paces): number => useSyncExternalStore(paces[pace].subscribe, paces[pace].read);
