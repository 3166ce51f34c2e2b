/**
 * Cursors belong to the list that gave them: its operation, its path, its filters and its order. Another list, or another question of the
 * same one, refuses them by name instead of answering a page of something else.
 */
import { createHash } from 'node:crypto';
import { AppError } from '@parley/contract';
import type { RouteDeclaration, RouteResult } from './route.ts';

/** What may change from one page to the next: how many items, and which parts of them. */
const FREE: ReadonlySet<string> = new Set(['cursor', 'limit', 'fields']);

type Values = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same for the same question, however it was written: in which order the filters came, and the values of one. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical).sort();
  if (!isRecord(value)) return value;
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, canonical(inner)]);
}

function markOf(declared: RouteDeclaration, params: unknown, query: Values): string {
  const filters = Object.fromEntries(Object.entries(query).filter(([name]) => !FREE.has(name)));
  const question = JSON.stringify([declared.id, canonical(params), canonical(filters)]);
  return createHash('sha256').update(question).digest('base64url').slice(0, 12);
}

export interface BoundPage<Q> {
  query: Q;
  /** Binds the cursor of what the list answers. */
  bind: (result: RouteResult) => RouteResult;
}

/** The query with the cursor as the list itself knows it. Throws `validation_failed` for the cursor of another question. */
export function boundPage<Q>(declared: RouteDeclaration, params: unknown, query: Q): BoundPage<Q> {
  const shape: Values = (declared.query as { shape?: Values } | undefined)?.shape ?? {};
  if (!isRecord(query) || !('cursor' in shape)) return { query, bind: (result) => result };
  const mark = markOf(declared, params, query);
  const bind = (result: RouteResult): RouteResult => {
    const body = result?.body;
    if (result === null || !isRecord(body) || typeof body.next_cursor !== 'string') return result;
    return { ...result, body: { ...body, next_cursor: `${mark}.${body.next_cursor}` } };
  };
  const { cursor } = query;
  if (typeof cursor !== 'string') return { query, bind };
  const [given, ...rest] = cursor.split('.');
  if (given !== mark)
    throw new AppError('validation_failed', {
      fields: [{ pointer: '/query/cursor', message: 'is not a cursor of this list with these filters in this order' }],
    });
  return { query: { ...query, cursor: rest.join('.') }, bind };
}
