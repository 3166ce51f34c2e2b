/** Attempts at one account, from however many addresses: after too many wrong passwords everybody waits, known account or not. On this node. */
import { AppError } from '@parley/contract';
import type { Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';

const WRONG_PASSWORDS = 20;
const WINDOW_S = 900;

export class AccountAttempts {
  readonly #limiter = new RateLimiterMemory({ points: WRONG_PASSWORDS, duration: WINDOW_S });

  /** Throws `rate_limited` while it has to wait. */
  async check(account: string, response: Response): Promise<void> {
    const state = await this.#limiter.get(account);
    if (state === null || state.consumedPoints < WRONG_PASSWORDS) return;
    response.setHeader('Retry-After', String(Math.max(1, Math.ceil(state.msBeforeNext / 1_000))));
    throw new AppError('rate_limited', {
      detail: 'Too many wrong passwords for this account; wait, or have its password reset on the command line.',
    });
  }

  async refused(account: string): Promise<void> {
    await this.#limiter.consume(account).catch(() => undefined);
  }
}
