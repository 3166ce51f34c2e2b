/** How times, durations and money are written everywhere. */
const two = (value: number): string => String(value).padStart(2, '0');

/** `1:42`, `1:02:03`. */
export function duration(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1_000);
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

export const milliseconds = (ms: number | null): string => (ms === null ? '–' : `${Math.round(ms).toLocaleString('en-US')} ms`);

/** Micro-USD: `$0.0042`, `$1.20`. */
export function money(microUsd: number): string {
  const dollars = microUsd / 1_000_000;
  if (microUsd === 0) return '$0';
  if (dollars < 0.0001) return '< $0.0001';
  return `$${dollars.toFixed(dollars < 1 ? 4 : 2)}`;
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

export function ago(time: string, now: number): string {
  const passed = now - Date.parse(time);
  if (passed < 45_000) return 'just now';
  if (passed > 30 * 86_400_000) return new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
  for (const [unit, size] of STEPS) if (passed >= size) return relative.format(-Math.floor(passed / size), unit);
  return relative.format(-1, 'minute');
}

/** With seconds and zone, for the hover. */
export const exactTime = (time: string): string => new Date(time).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'long' });

/** `26 Nov, 04:48` */
export const dayAndTime = (time: string): string =>
  new Date(time).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

export const clockTime = (time: string | number): string =>
  new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

export const count = (value: number, one: string, many = `${one}s`): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;
