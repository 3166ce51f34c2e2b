import type { TurnEndReason, TurnTakingSettings } from '@parley/contract';

export interface EndpointingFacts {
  /** What the caller has said in this turn. */
  text: string;
  /** What the agent said last: the question this may answer. */
  agentText: string;
  /** BCP 47 tag of the language that is spoken. */
  language: string;
  settings: TurnTakingSettings['endpointing'];
}

/** Why a turn is over, as the log tells it. */
export interface TurnEnd {
  reason: TurnEndReason;
  /** With `open_word`: the word. */
  ending_word?: string;
}

export interface EndpointingVerdict extends TurnEnd {
  /** Silence needed since the caller's true end of speech. */
  silenceMs: number;
}

export type EndpointingStrategy = (facts: EndpointingFacts) => EndpointingVerdict;
