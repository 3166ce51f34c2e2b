/** Conditional requests (RFC 9110, 13): a resource's ETag is the number of its changes. */
import { createHash } from 'node:crypto';
import { AppError } from '@parley/contract';
import type { Request } from 'express';

export const etagOf = ({ revision }: { revision: number }): Record<string, string> => ({ ETag: `"${String(revision)}"` });

/** The tags of an `If-Match` list; null when it is absent or names `*`. A weak mark is forgiven: clients and proxies add it. */
function tagsOf({ headers }: Request): string[] | null {
  const header = headers['if-match'];
  if (header === undefined) return null;
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') ? null : tags;
}

/** Revisions of which the resource must have one; null: any. */
export type WantedRevision = readonly number[] | null;

/** `If-Match: "7"`, `"7", "8"`, or 7. */
export function revisionOf(request: Request): WantedRevision {
  const revisions = tagsOf(request)?.map((tag) => /^"?(\d{1,9})"?$/.exec(tag)?.[1]) ?? null;
  if (revisions === null) return null;
  if (revisions.every((one) => one === undefined))
    throw new AppError('precondition_failed', { detail: 'If-Match must be the ETag of the resource, or a list of such.' });
  return revisions.filter((one) => one !== undefined).map(Number);
}

export function requireRevision(wanted: WantedRevision, actual: number): void {
  if (wanted !== null && !wanted.includes(actual)) throw new AppError('precondition_failed');
}

/** Of a resource that does not count its changes: a digest of what can be changed. */
export const contentTag = (content: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22)}"`;

/** Tags of which the resource must have one; null: any. */
export type WantedTag = readonly string[] | null;

export const wantedTag = (request: Request): WantedTag => tagsOf(request);

export function requireTag(wanted: WantedTag, content: unknown): void {
  if (wanted !== null && !wanted.includes(contentTag(content))) throw new AppError('precondition_failed');
}
