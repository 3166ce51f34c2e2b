import { useSyncExternalStore } from 'react';
import type { CallState } from './call-state.ts';
import { callSession } from './session.ts';

export function useCall<T>(select: (state: CallState) => T): T {
  return useSyncExternalStore(callSession.state.subscribe, () => select(callSession.state.read()));
}

export const useLevel = (side: 'caller' | 'agent'): number =>
  useSyncExternalStore(callSession.levels.subscribe, () => callSession.levels.read()[side]);
