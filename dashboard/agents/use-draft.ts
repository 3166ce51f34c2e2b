import type { AgentConfig } from '@parley/contract';
import { createContext, use, useSyncExternalStore } from 'react';
import type { Draft, DraftState } from './draft.ts';

export const DraftContext = createContext<Draft | null>(null);

export function useDraftStore(): Draft {
  const draft = use(DraftContext);
  if (draft === null) throw new Error('There is no draft above this component.');
  return draft;
}

export function useDraft<T>(select: (state: DraftState) => T): T {
  const draft = useDraftStore();
  return useSyncExternalStore(draft.subscribe, () => select(draft.read()));
}

/** One setting, and how to change it. */
export function useSetting<K extends keyof AgentConfig>(key: K): [AgentConfig[K], (value: AgentConfig[K]) => void] {
  const draft = useDraftStore();
  const value = useDraft((state) => state.config[key]);
  return [value, (next) => draft.change({ [key]: next })];
}

export const useFieldError = (pointer: string): string | undefined => useDraft((state) => state.problem?.fields[pointer]);
