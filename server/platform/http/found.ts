import { AppError } from '@parley/contract';

/** The row that was asked for; throws `not_found` where there is none. */
export function found<T>(row: T | undefined): T {
  if (row === undefined) throw new AppError('not_found');
  return row;
}
