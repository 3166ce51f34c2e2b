/** The only source of time in the engine; `engine/testing` has one that tests advance. */
export interface Clock {
  /** Monotonic milliseconds; only differences mean anything. */
  now(): number;
  /** Calls `fire` once after `ms`; the returned function cancels. */
  schedule(ms: number, fire: () => void): () => void;
  /** Wall time, for what the agent says of dates. */
  wallTime(): Date;
}
