import { percentile as exact } from '../percentile.ts';

/** In whole units; of nothing it is 0. */
export const percentile = (values: readonly number[], share: number): number =>
  values.length === 0 ? 0 : Math.round(exact(values, share));
