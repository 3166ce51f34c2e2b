/**
 * End-of-turn strategies: how much silence ends the caller's turn. Each looks at the same facts and answers with a wait
 * and the reason as a code.
 */
import type { TurnTakingSettings } from '@parley/contract';
import { adaptiveEndpointing } from './endpointing-adaptive.ts';
import { fixedEndpointing } from './endpointing-fixed.ts';
import type { EndpointingStrategy } from './endpointing-strategy.ts';

const STRATEGIES = {
  fixed: fixedEndpointing,
  adaptive: adaptiveEndpointing,
} as const satisfies Record<TurnTakingSettings['endpointing']['mode'], EndpointingStrategy>;

export const endpointing: EndpointingStrategy = (facts) => STRATEGIES[facts.settings.mode](facts);
