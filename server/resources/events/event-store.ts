/** Every query about events as people list them. */
import type { EventListQuery } from '@parley/contract';
import { and, eq, gte, lte } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { events } from '../../platform/db/schema.ts';
import { afterCursor, newestFirst } from '../../platform/http/paging.ts';

type EventRow = typeof events.$inferSelect;

export const selectEventPage = (tx: Transaction, organizationId: string, query: EventListQuery): Promise<EventRow[]> =>
  tx
    .select()
    .from(events)
    .where(
      and(
        eq(events.organizationId, organizationId),
        eq(events.test, false),
        query.type === undefined ? undefined : eq(events.type, query.type),
        query.agent_id === undefined ? undefined : eq(events.agentId, query.agent_id),
        query.call_id === undefined ? undefined : eq(events.callId, query.call_id),
        query.created_after === undefined ? undefined : gte(events.createdAt, new Date(query.created_after)),
        query.created_before === undefined ? undefined : lte(events.createdAt, new Date(query.created_before)),
        afterCursor(query.cursor, events.createdAt, events.id),
      ),
    )
    .orderBy(...newestFirst(events.createdAt, events.id))
    .limit(query.limit + 1);
