import type { Database } from '@parley/server/platform/db/database.ts';
import type { Place } from './place.ts';

export interface Struck {
  place: Place;
  random: () => number;
  /** Once instead of several times, and for seconds instead of half a minute. */
  short: boolean;
  /** Something that was promised does not hold. */
  problem: (text: string) => void;
  /** What was measured, in ms. */
  figure: (name: string, ms: number) => void;
}

export interface Scenario {
  name: string;
  /** On which databases it makes sense. */
  on: readonly Database['kind'][];
  nodes?: 2;
  /** Servers' data are on a file system of a few MB. */
  smallDisk?: true;
  /** The server is begun by `npm start`. */
  byNpm?: true;
  /** Nothing else is asked of the server meanwhile. */
  idle?: true;
  /** Who sends webhooks dies: what was on its way may come twice. */
  mayRepeat: boolean;
  /** Something fails, and is mended when this resolves. */
  strike: (struck: Struck) => Promise<void>;
}
