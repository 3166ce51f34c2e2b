/** For tests and measurements that are not about load: calls are taken however slow the machine is. */
export const ANY_LOAD = {
  PARLEY_CALLS_AT_FIRST: '1000',
  PARLEY_AUDIO_LAG_MS: '60000',
  PARLEY_LISTENING_LAG_MS: '60000',
} as const satisfies Record<string, string>;

/** For those that are: the defaults. */
export const AS_SHIPPED = { PARLEY_CALLS_AT_FIRST: '', PARLEY_AUDIO_LAG_MS: '', PARLEY_LISTENING_LAG_MS: '' } as const satisfies Record<
  keyof typeof ANY_LOAD,
  string
>;
