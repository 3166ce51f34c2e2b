/** The numbers of the usage page as a CSV file (RFC 4180). Pure. */
import type { UsageValues } from '@parley/contract';
import { inUnit, METRIC_NAMES, METRICS } from './metrics.ts';

/** A spreadsheet would run what begins like a formula. */
const guarded = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const line = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;

export interface CsvRow {
  /** What the row is about: a day, or an id and a name. */
  about: readonly string[];
  /** What is not there is an empty cell. */
  values: Partial<UsageValues>;
}

export function csvOf(about: readonly string[], rows: readonly CsvRow[]): string {
  const head = line([...about, ...METRIC_NAMES.map((metric) => METRICS[metric].column)]);
  const body = rows.map((row) =>
    line([
      ...row.about.map(guarded),
      ...METRIC_NAMES.map((metric) => {
        const value = row.values[metric];
        return value === undefined ? '' : String(inUnit(metric, value));
      }),
    ]),
  );
  return head + body.join('');
}
