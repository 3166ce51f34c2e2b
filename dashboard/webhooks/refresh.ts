import { queryClient } from '../api/queries.ts';

export const refreshWebhooks = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['webhooks'] });
export const refreshDeliveries = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['deliveries'] });
