/** Conditional requests (RFC 9110, 13): a resource's ETag is the number of its changes. */
import { createHash } from 'node:crypto';
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

/** Of a resource that does not count its changes: a digest of what can be changed. */
export const contentTag = (content: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22)}"`;

/** `If-Match` as it was sent; null when absent or `*`. */
export const wantedTag = ({ headers }: Request): string | null => {
  const header = headers['if-match'];
  return header === undefined || header === '*' ? null : header.replace(/^W\//, '');
};

export function requireTag(wanted: string | null, content: unknown): void {
  if (wanted !== null && wanted !== contentTag(content)) throw new AppError('precondition_failed');
}
