/** What the machine's Node must be is said alike where it is asked for, and in a sentence where it is not. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.dirname(import.meta.dirname);
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Runs a program on this Node, which says that it is another. */
function runAs(version: string, program: string): { status: number | null; stderr: string } {
  const claim = `Object.defineProperty(process,'version',{value:'v${version}'});Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}});`;
  const { status, stderr } = spawnSync(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(claim)}`, program], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stderr };
}

test.each(['scripts/install.mjs', 'scripts/start.mjs', 'scripts/test.mjs'])('%s says so on Node 18', (program) => {
  expect(runAs('18.20.8', program)).toEqual({
    status: 1,
    stderr: "Parley's start needs Node 20 or newer, and this is v18.20.8: install Node 24 and try again.\n",
  });
});

test('package.json, README and CONTRIBUTING ask for the same', () => {
  expect((JSON.parse(read('package.json')) as { engines: unknown }).engines).toEqual({ node: '>=20' });
  expect(read('README.md')).toContain('Node 20 or newer and npm are enough');
  expect(read('CONTRIBUTING.md')).toContain("The machine's Node may be 20 or newer.");
});
