import { accountQuery, queryClient } from '../api/queries.ts';

/** The sessions with it. */
export const refreshAccount = (): Promise<void> => queryClient.invalidateQueries({ queryKey: accountQuery.queryKey });
