/** What providers refused during a call, as its log tells. Pure. */
import type { CallEvent, ProviderRefusal } from '@parley/contract';

export interface RefusedRequest {
  seq: number;
  atMs: number;
  message: string;
  refusal: ProviderRefusal;
}

export const refusalsOf = (events: readonly CallEvent[]): RefusedRequest[] =>
  events.flatMap(({ seq, at_ms: atMs, event }) =>
    event.type === 'llm.failed' && event.refusal !== undefined ? [{ seq, atMs, message: event.message, refusal: event.refusal }] : [],
  );
