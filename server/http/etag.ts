/** Conditional requests (RFC 9110, 13): a resource's ETag is the number of its changes. */
import { AppError } from '@parley/contract';
import type { Request } from 'express';

export const etagOf = ({ revision }: { revision: number }): Record<string, string> => ({ ETag: `"${String(revision)}"` });

/** `If-Match: "7"`, or 7; null when absent or `*`. */
export function revisionOf(request: Request): number | null {
  const header = request.headers['if-match'];
  if (header === undefined || header === '*') return null;
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header);
  if (match === null) throw new AppError('precondition_failed', { detail: 'If-Match must be the ETag of the resource.' });
  return Number(match[1]);
}

export function requireRevision(wanted: number | null, actual: number): void {
  if (wanted !== null && wanted !== actual) throw new AppError('precondition_failed');
}
