import { useSyncExternalStore } from 'react';
import type { Player, PlayerState } from './player.ts';

export const usePlayer = <T>(player: Player, select: (state: PlayerState) => T): T =>
  useSyncExternalStore(player.subscribe, () => select(player.read()));
