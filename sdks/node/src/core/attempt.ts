/** One attempt of a request, with a signal and a time-out of its own. */
import { APIConnectionError, APITimeoutError, ParleyError } from './errors.ts';
import type { Runtime } from './runtime.ts';

/** The system's own word for it, `: connect ECONNREFUSED 127.0.0.1:3000` say: fetch itself says no more than that it failed. */
function whatFailed(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { cause } = error;
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  const said = first instanceof Error ? first.message : error.message;
  const { code } = (first ?? {}) as { code?: unknown };
  return said === '' ? '' : `: ${typeof code === 'string' && !said.includes(code) ? `${code} ` : ''}${said}`;
}

export class Attempt {
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #runtime: Runtime;
  readonly #timeoutMs: number;
  #cancelTimer: (() => void) | undefined;
  #timedOut = false;

  constructor(runtime: Runtime, caller: AbortSignal | undefined, timeoutMs: number) {
    this.#caller = caller;
    this.#runtime = runtime;
    this.#timeoutMs = timeoutMs;
    this.signal = caller === undefined ? this.#controller.signal : AbortSignal.any([caller, this.#controller.signal]);
    this.startTimer();
  }

  startTimer(): void {
    this.stopTimer();
    this.#cancelTimer = this.#runtime.after(this.#timeoutMs, () => {
      this.#timedOut = true;
      this.#controller.abort();
    });
  }

  /** The signal lives on with the body, which may be read for as long as it takes. */
  stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  close(): void {
    this.stopTimer();
    this.#controller.abort();
  }

  /** What is thrown for what was caught: the caller's own reason, unwrapped, or one of the library's errors. */
  reason(error: unknown): unknown {
    if (this.#caller?.aborted === true) return this.#caller.reason;
    if (this.#timedOut) return new APITimeoutError(`The server did not answer within ${this.#timeoutMs} ms.`);
    if (error instanceof ParleyError) return error;
    return new APIConnectionError(`The connection to the server failed${whatFailed(error)}.`, { cause: error });
  }
}
