/** For tests and measurements that are not about load: calls are taken however slow the machine is. Empty values bring the defaults back. */
export const ANY_LOAD = {
  PARLEY_CALLS_AT_FIRST: '1000',
  PARLEY_AUDIO_LAG_MS: '60000',
  PARLEY_LISTENING_LAG_MS: '60000',
} as const satisfies Record<string, string>;
