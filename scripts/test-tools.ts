/** What `npm test` found for the tests. A suite whose tool is missing is skipped, and its name says why. */
import { describe } from 'vitest';

const TOOLS = {
  postgresql: { variable: 'PARLEY_TEST_DATABASE_URL', reason: 'no PostgreSQL server could be started' },
  chromium: { variable: 'PARLEY_TEST_CHROMIUM', reason: 'no Chromium or Chrome was found' },
  sox: { variable: 'PARLEY_TEST_SOX', reason: 'sox was not found' },
  flite: { variable: 'PARLEY_TEST_FLITE', reason: 'flite was not found' },
  moto: { variable: 'PARLEY_TEST_MOTO', reason: 'no Python 3.9 or newer with venv was found, or moto could not be installed from PyPI' },
  generators: {
    variable: 'PARLEY_TEST_GENERATORS',
    reason: 'no Python 3.9 or newer with venv was found, or the generators could not be installed from PyPI and npm',
  },
  python: { variable: 'PARLEY_TEST_PYTHON', reason: 'no Python 3.9 or newer with venv was found' },
} as const;

/** Where the tool is: a URL or a path. */
export const tool = (name: keyof typeof TOOLS): string | undefined => process.env[TOOLS[name].variable];

/** `describe` for a suite that needs a tool. */
export function describeWith(name: keyof typeof TOOLS, title: string, suite: (place: string) => void): void {
  const place = tool(name);
  if (place === undefined) describe.skip(`${title} (skipped: ${TOOLS[name].reason})`, () => suite(''));
  else describe(title, () => suite(place));
}
