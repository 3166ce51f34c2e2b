/** Their filters in ours: what ours cannot say is refused by name. Pure. */
import { isObject } from '@parley/contract';
import { z } from 'zod';
import { Refusal } from './errors.ts';

import { ourNumber } from './versions.ts';

const text = z.string().max(1_024);
const number = z.number();
const key = text.optional();

const StringFilter = z.looseObject({ type: z.literal('string'), op: z.enum(['eq', 'ne', 'sw', 'ew', 'co']), value: text, key });
const NumberFilter = z.looseObject({ type: z.literal('number'), op: z.enum(['eq', 'ne', 'gt', 'ge', 'lt', 'le']), value: number, key });
const BooleanFilter = z.looseObject({ type: z.literal('boolean'), op: z.literal('eq'), value: z.boolean(), key });
const RangeFilter = z.looseObject({ type: z.literal('range'), op: z.literal('bt'), value: z.array(number).length(2), key });
const EnumFilter = z.looseObject({ type: z.literal('enum'), op: z.literal('in'), value: z.array(text).max(1_000), key });
const PresentFilter = z.looseObject({ type: z.literal('present'), op: z.enum(['pr', 'np']), key });
export const AnyFilter = z.discriminatedUnion('type', [StringFilter, NumberFilter, BooleanFilter, RangeFilter, EnumFilter, PresentFilter]);
export type AnyFilter = z.infer<typeof AnyFilter>;

export const AgentFilter = z
  .array(z.looseObject({ agent_id: text, version: z.array(z.int().min(0).max(2_147_483_646)).nullish() }))
  .max(100);
export type AgentFilter = z.infer<typeof AgentFilter>;

export const unavailable = (name: string): Refusal => new Refusal(`filter_criteria.${name} is not available on this server.`);
export const unavailableForm = (name: string, { type, op }: Pick<AnyFilter, 'type' | 'op'>): Refusal =>
  new Refusal(`filter_criteria.${name} is not available with ${type} ${op} on this server.`);

/** The values of a filter for one of several: enum in, string eq. */
export function valuesOf(name: string, filter: AnyFilter): string[] {
  if (filter.type === 'enum') return filter.value;
  if (filter.type === 'string' && filter.op === 'eq') return [filter.value];
  throw unavailableForm(name, filter);
}

const FARTHEST_MS = 8.64e15;

/** Least and most of a filter of whole numbers. */
export function boundsOf(name: string, filter: AnyFilter): { least?: number; most?: number } {
  const ends = (least: number | undefined, most: number | undefined) => ({
    ...(least === undefined ? {} : { least: Math.min(FARTHEST_MS, Math.max(-FARTHEST_MS, Math.ceil(least))) }),
    ...(most === undefined ? {} : { most: Math.min(FARTHEST_MS, Math.max(-FARTHEST_MS, Math.floor(most))) }),
  });
  if (filter.type === 'range') return ends(filter.value[0], filter.value[1]);
  if (filter.type !== 'number') throw unavailableForm(name, filter);
  const { op, value } = filter;
  switch (op) {
    case 'eq':
      return ends(value, value);
    case 'ge':
      return ends(value, undefined);
    case 'gt':
      return ends(Math.floor(value) + 1, undefined);
    case 'le':
      return ends(undefined, value);
    case 'lt':
      return ends(undefined, Math.ceil(value) - 1);
    case 'ne':
      throw unavailableForm(name, filter);
  }
}

/** Times that every calendar knows; outside of them there are no calls. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');
const isoOf = (ms: number): string => new Date(Math.min(LATEST, Math.max(EARLIEST, ms))).toISOString();

const MOST_MS = 2_147_483_647;
/** A duration as the database holds it. */
export const msOf = (ms: number): number => Math.min(MOST_MS, Math.max(0, ms));

export function timesOf(name: string, filter: AnyFilter): { after?: string; before?: string } {
  const { least, most } = boundsOf(name, filter);
  return { ...(least === undefined ? {} : { after: isoOf(least) }), ...(most === undefined ? {} : { before: isoOf(most) }) };
}

export function agentsOf(criteria: AgentFilter): { agent_id: string[]; agent_version?: number[] } {
  const versions = criteria.flatMap((one) => one.version ?? []);
  if (versions.length > 0 && criteria.length > 1) throw unavailable('agent with versions of several agents');
  return { agent_id: criteria.map((one) => one.agent_id), ...(versions.length === 0 ? {} : { agent_version: versions.map(ourNumber) }) };
}

/** Values by key, for metadata and variables; `present` are the keys that only must be there. */
export function keyedOf(name: string, filters: readonly AnyFilter[]): { values: Record<string, string>; present: string[] } {
  const values: Record<string, string> = {};
  const present: string[] = [];
  for (const filter of filters) {
    if (filter.key === undefined) throw new Refusal(`filter_criteria.${name} needs a key.`, 400);
    if (filter.type === 'present' && filter.op === 'pr') present.push(filter.key);
    else if (filter.type !== 'present' && filter.op === 'eq' && values[filter.key] === undefined) values[filter.key] = String(filter.value);
    else throw unavailableForm(name, filter);
  }
  return { values, present };
}

/** Names of what was asked for, without what was left open. */
export const askedNames = (criteria: unknown): string[] =>
  isObject(criteria) ? Object.keys(criteria).filter((name) => criteria[name] !== undefined && criteria[name] !== null) : [];

/** An empty list asks for nothing. */
export const isOpen = (value: unknown): boolean => value === undefined || value === null || (Array.isArray(value) && value.length === 0);
