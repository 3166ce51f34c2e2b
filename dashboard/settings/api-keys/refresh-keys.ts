import { apiKeysQuery, queryClient } from '../../api/queries.ts';

export const refreshKeys = (): Promise<void> => queryClient.invalidateQueries({ queryKey: apiKeysQuery.queryKey });
