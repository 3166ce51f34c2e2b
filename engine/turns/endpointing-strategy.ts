import type { TurnTakingSettings } from '@parley/contract';

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
