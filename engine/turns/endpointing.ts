/**
 * End-of-turn strategies: how much silence ends the caller's turn. Each looks at the same facts and answers with a wait
 * and the reason in words, which the call page shows.
 */
import type { TurnTakingSettings } from '@parley/contract';
import { adaptiveEndpointing } from './endpointing-adaptive.ts';
import { fixedEndpointing } from './endpointing-fixed.ts';

export interface EndpointingFacts {
  /** What the caller has said in this turn. */
  text: string;
  /** What the agent said last: the question this may answer. */
  agentText: string;
  settings: TurnTakingSettings['endpointing'];
}

export interface EndpointingVerdict {
  /** Silence needed since the caller's true end of speech. */
  silenceMs: number;
  reason: string;
}

export type EndpointingStrategy = (facts: EndpointingFacts) => EndpointingVerdict;

const STRATEGIES = {
  fixed: fixedEndpointing,
  adaptive: adaptiveEndpointing,
} as const satisfies Record<TurnTakingSettings['endpointing']['mode'], EndpointingStrategy>;

export const endpointing: EndpointingStrategy = (facts) => STRATEGIES[facts.settings.mode](facts);
