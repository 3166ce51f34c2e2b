/** What somebody is signed in with, from the `User-Agent`: a word or two, as far as it can be told. Pure. */
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:HeadlessChrome|Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

const found = (table: typeof PROGRAMS, userAgent: string): string | undefined => table.find(([pattern]) => pattern.test(userAgent))?.[1];

/** `Chrome on Windows`; of a program that is no browser, its name. */
export function deviceOf(userAgent: string | null): string {
  const given = userAgent ?? '';
  const [program, system] = [found(PROGRAMS, given), found(SYSTEMS, given)];
  if (program !== undefined) return system === undefined ? program : `${program} on ${system}`;
  const [first = ''] = given.split(/[\s/]/);
  return first === '' ? 'unknown device' : first.slice(0, 40);
}
