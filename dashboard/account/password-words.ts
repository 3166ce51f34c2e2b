import { z } from 'zod';
import { messageOf, RequestFailed } from '../api/problem.ts';

export const OWN_PASSWORD = z.string().min(1, 'Type your password.');
export const NEW_PASSWORD = z
  .string()
  .min(10, 'Choose a password of 10 to 128 characters.')
  .max(128, 'Choose a password of 10 to 128 characters.');

/** What is said where a password is asked for again. */
export const passwordRefusal = (error: Error): string =>
  error instanceof RequestFailed && error.reason === 'INVALID_PASSWORD' ? 'This is not your password.' : messageOf(error);
