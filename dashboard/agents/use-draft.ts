import { useQuery } from '@tanstack/react-query';
import type { AgentConfig, AgentProblem } from '@parley/contract';
import { createContext, use, useSyncExternalStore } from 'react';
import { agentProblemsQuery } from '../api/queries.ts';
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

/** What keeps the saved draft from taking calls. */
export function useProblems(): readonly AgentProblem[] {
  const { id, revision } = useDraft((state) => state.saved);
  return useQuery(agentProblemsQuery(id, revision)).data?.items ?? [];
}

/** What the server has refused there, or what it holds there and cannot work. */
export function useFieldError(pointer: string): string | undefined {
  const refused = useDraft((state) => state.problem?.fields[pointer]);
  const kept = useProblems().find((one) => one.pointer === pointer && one.code === 'impossible_settings');
  return refused ?? kept?.message;
}
