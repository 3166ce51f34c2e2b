import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/queries.ts';

/** True for owners and admins: they manage keys, quotas and the organization. */
export function useMayManage(): boolean {
  const role = useQuery(meQuery).data?.role;
  return role === 'owner' || role === 'admin';
}
