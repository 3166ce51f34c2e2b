import { AppError, mergePatch, metadata, type Metadata } from '@parley/contract';
import { fieldErrors } from './problems.ts';

/** JSON merge patch (RFC 7396) of metadata: null removes a key. */
export function patchedMetadata(known: Metadata, patch: unknown): Metadata {
  const parsed = metadata.safeParse(mergePatch(known, patch));
  if (!parsed.success) throw new AppError('validation_failed', { fields: fieldErrors(parsed.error, '/metadata') });
  return parsed.data;
}
