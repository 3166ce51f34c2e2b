import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { deliveriesQuery, newestDeliveriesQuery } from '../api/queries.ts';
import { deliveryQueryOf, type DeliveryFilters } from './delivery-filters.ts';

/** The list, each row as it is now, and how many have come since it was read: they are counted, not pushed in. */
export function useDeliveries(filters: DeliveryFilters) {
  const query = deliveryQueryOf(filters);
  const list = useInfiniteQuery({ ...deliveriesQuery(query), refetchOnWindowFocus: false });
  const newest = useQuery({ ...newestDeliveriesQuery(query), enabled: filters.paused !== true });
  const items = useMemo(() => {
    const now = new Map(newest.data?.items.map((delivery) => [delivery.id, delivery]));
    return list.data?.pages.flatMap((page) => page.items.map((delivery) => now.get(delivery.id) ?? delivery)) ?? [];
  }, [list.data, newest.data]);
  const first = items[0];
  const arrived = newest.data?.items ?? [];
  const at = first === undefined ? arrived.length : arrived.findIndex(({ id }) => id === first.id);
  const more = at === -1 || (at === arrived.length && newest.data?.has_more === true);
  const fresh = list.isPending || newest.data === undefined ? 0 : at === -1 ? arrived.length : at;
  return { ...list, items, fresh, freshIsMore: fresh > 0 && more };
}
export type DeliveryList = ReturnType<typeof useDeliveries>;
