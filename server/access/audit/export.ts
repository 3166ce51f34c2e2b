/** Entries of the audit trail as lines of a file: CSV (RFC 4180) or JSON. Pure. */
import type { AuditEntry } from '@parley/contract';

const COLUMNS = {
  id: (entry) => entry.id,
  created_at: (entry) => entry.created_at,
  actor_type: (entry) => entry.actor.type,
  actor_id: (entry) => entry.actor.id,
  actor_name: (entry) => entry.actor.name,
  action: (entry) => entry.action,
  outcome: (entry) => entry.outcome,
  resource_type: (entry) => entry.resource_type,
  resource_id: (entry) => entry.resource_id,
  address: (entry) => entry.address,
  user_agent: (entry) => entry.user_agent,
  request_id: (entry) => entry.request_id,
  changes: (entry) => (entry.changes.length === 0 ? null : JSON.stringify(entry.changes)),
} as const satisfies Record<string, (entry: AuditEntry) => string | null>;

/** A cell that begins like a formula is none in a spreadsheet with an apostrophe before it. */
function cell(value: string | null): string {
  if (value === null) return '';
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const CSV_HEAD = `${Object.keys(COLUMNS).join(',')}\r\n`;
export const asCsv = (entry: AuditEntry): string =>
  `${Object.values(COLUMNS)
    .map((of) => cell(of(entry)))
    .join(',')}\r\n`;
export const asJsonLine = (entry: AuditEntry): string => `${JSON.stringify(entry)}\n`;
