/** What of a request is taken and has no effect here: the answer's `Warning` names it, so that nobody counts on it. Pure. */
import { isObject } from '@parley/contract';
import type { Fields } from './lens.ts';

const NAME = /^[\w.]{1,128}$/;
const MOST = 50;

/** Names of what the body gives besides what has an effect; null and absent give nothing. */
export const besides =
  (effective: readonly string[], prefix = '') =>
  (given: unknown): string[] =>
    isObject(given)
      ? Object.entries(given as Fields).flatMap(([name, value]) =>
          value === undefined || value === null || effective.includes(name) ? [] : [prefix + name],
        )
      : [];

/** RFC 7234, 5.5; empty where everything has its effect. */
export function warningOf(names: readonly string[]): Record<string, string> {
  const shown = names.filter((name) => NAME.test(name)).slice(0, MOST);
  return shown.length === 0 ? {} : { Warning: `299 parley "Taken without effect: ${shown.join(', ')}"` };
}
