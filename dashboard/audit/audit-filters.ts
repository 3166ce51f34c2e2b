/** The filters of the audit trail: in the URL, and as the API takes them. Pure. */
import type { AuditActor, AuditEntry } from '@parley/contract';
import type { ListAuditLogQuery } from '../api/generated/operations.ts';
import { dayIn, defined, idIn, keyIn, startOfDay, startOfNextDay } from '../url/search-values.ts';
import { ACTORS, OUTCOMES, SUBJECTS } from './audit-names.ts';

export interface AuditFilters {
  /** Who, by kind. */
  by?: AuditActor['type'] | undefined;
  /** Who, by id. */
  who?: string | undefined;
  on?: keyof typeof SUBJECTS | undefined;
  /** The one thing, by id. */
  thing?: string | undefined;
  action?: string | undefined;
  outcome?: AuditEntry['outcome'] | undefined;
  /** Days, inclusive, as `yyyy-mm-dd`. */
  from?: string | undefined;
  to?: string | undefined;
  /** The entry shown beside the list. */
  entry?: string | undefined;
}

/** As long as the API takes it. */
const word = (value: unknown): string | undefined => (typeof value === 'string' && /^[\x21-\x7e ]{1,64}$/.test(value) ? value : undefined);

/** From a URL's search, dropping what is not a filter. */
export const auditSearchOf = (search: Record<string, unknown>): AuditFilters =>
  defined<AuditFilters>({
    by: keyIn(ACTORS, search.by),
    who: word(search.who),
    on: keyIn(SUBJECTS, search.on),
    thing: word(search.thing),
    action: word(search.action),
    outcome: keyIn(OUTCOMES, search.outcome),
    from: dayIn(search.from),
    to: dayIn(search.to),
    entry: idIn(search.entry, 'audit'),
  });

/** As the query of `GET /audit-log`; days are those of the browser's time zone. */
export const auditQueryOf = ({ by, who, on, thing, action, outcome, from, to }: AuditFilters): ListAuditLogQuery => ({
  actor_type: by,
  actor_id: who,
  resource_type: on,
  resource_id: thing,
  action,
  outcome,
  created_after: from === undefined ? undefined : startOfDay(from).toISOString(),
  created_before: to === undefined ? undefined : startOfNextDay(to).toISOString(),
});

export const isFiltered = ({ entry: _entry, ...filters }: AuditFilters): boolean =>
  Object.values(filters).some((value) => value !== undefined);
