/** Their metadata is any JSON, ours text by key: what fits is kept with the call or chat and can be looked for, all of it is given back. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { isObject, MAX_METADATA_KEYS, Variables, type Metadata } from '@parley/contract';
import { fieldErrors } from '../../../platform/http/problems.ts';
import { Refusal } from './errors.ts';

const MOST_CHARACTERS = 50_000;
const KEY_LENGTH = 64;
const VALUE_LENGTH = 1_024;

/** What ours can hold of it. */
export function fittingMetadata(given: unknown): Metadata {
  if (!isObject(given)) return {};
  const fitting = Object.entries(given).flatMap(([key, value]): [string, string][] => {
    const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
    return typeof text === 'string' && text.length <= VALUE_LENGTH && key !== '' && key.length <= KEY_LENGTH ? [[key, text]] : [];
  });
  return Object.fromEntries(fitting.slice(0, MAX_METADATA_KEYS));
}

/** What must be kept besides, so that it can be given back. */
export function metadataBeside(given: unknown): { metadata?: unknown } {
  if (JSON.stringify(given ?? null).length > MOST_CHARACTERS) throw new Refusal('metadata must not be larger than 50 kB.');
  return given === undefined || isDeepStrictEqual(fittingMetadata(given), given) ? {} : { metadata: given };
}

/** As it was given, unless ours was changed since. */
export const metadataGiven = (ours: Metadata, beside: { metadata?: unknown } | undefined): unknown =>
  beside?.metadata !== undefined && isDeepStrictEqual(fittingMetadata(beside.metadata), ours) ? beside.metadata : ours;

/** The patch of our metadata that makes it what was given. */
export const metadataPatch = (known: Metadata, given: unknown): Record<string, string | null> => ({
  ...Object.fromEntries(Object.keys(known).map((key) => [key, null])),
  ...fittingMetadata(given),
});

export function variablesOf(given: unknown, field = 'retell_llm_dynamic_variables'): Record<string, string> {
  const parsed = Variables.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const [fault] = fieldErrors(parsed.error, `/${field}`);
  throw new Refusal(`${(fault?.pointer ?? field).slice(1).replaceAll('/', '.')} ${fault?.message ?? 'is not valid'}`);
}
