/** Every query about events as the API lists them and tells them live. */
import type { EventListQuery } from '@parley/contract';
import { and, asc, desc, eq, gte, lte, type SQL } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { from, is, until } from '../../platform/db/filters.ts';
import { events } from '../../platform/db/schema.ts';
import { afterCursor, newestFirst } from '../../platform/http/paging.ts';

type EventRow = typeof events.$inferSelect;

/** Tests are told to nobody. */
const ofOrganization = (organizationId: string): SQL | undefined => and(eq(events.organizationId, organizationId), eq(events.test, false));

export const selectEventPage = (tx: Transaction, organizationId: string, query: EventListQuery): Promise<EventRow[]> =>
  tx
    .select()
    .from(events)
    .where(
      and(
        ofOrganization(organizationId),
        is(events.type, query.type),
        is(events.agentId, query.agent_id),
        is(events.callId, query.call_id),
        from(events.createdAt, query.created_after),
        until(events.createdAt, query.created_before),
        afterCursor(query.cursor, events.createdAt, events.id),
      ),
    )
    .orderBy(...newestFirst(events.createdAt, events.id))
    .limit(query.limit + 1);

export type ToldEvent = Pick<EventRow, 'id' | 'createdAt' | 'event'>;

const told = { id: events.id, createdAt: events.createdAt, event: events.event };

export const selectEvent = async (tx: Transaction, organizationId: string, id: string): Promise<ToldEvent | undefined> =>
  (
    await tx
      .select(told)
      .from(events)
      .where(and(ofOrganization(organizationId), eq(events.id, id)))
  )[0];

/** Where the organization's order ends. */
export const selectLastPlace = async (tx: Transaction, organizationId: string): Promise<Date | undefined> =>
  (
    await tx
      .select({ at: events.createdAt })
      .from(events)
      .where(ofOrganization(organizationId))
      .orderBy(desc(events.createdAt), desc(events.id))
      .limit(1)
  )[0]?.at;

export interface EventRange {
  after: Date;
  to?: Date | undefined;
  type?: readonly string[] | undefined;
  agentId?: readonly string[] | undefined;
}

/** Oldest first. */
export const selectEventRange = (
  tx: Transaction,
  organizationId: string,
  { after, to, type, agentId }: EventRange,
  { limit, offset }: { limit: number; offset: number },
): Promise<ToldEvent[]> =>
  tx
    .select(told)
    .from(events)
    .where(
      and(
        ofOrganization(organizationId),
        gte(events.createdAt, after),
        to === undefined ? undefined : lte(events.createdAt, to),
        is(events.type, type),
        is(events.agentId, agentId),
      ),
    )
    .orderBy(asc(events.createdAt), asc(events.id))
    .limit(limit)
    .offset(offset);
