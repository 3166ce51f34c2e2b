// `npm test`: brings what the tests need, runs them all, and closes with `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildDashboard, compileCache, installPackages, node24, root, say, stop } from './setup.mjs';
import { findTools, installGenerators, installMoto, startPostgres } from './tools.mjs';

const strict = process.env.PARLEY_TEST_STRICT === '1';

/** Files, folders and options for vitest. */
const given = process.argv.slice(2);

/** Tests that measure in real time come first with the machine; the others run meanwhile on what these leave of it. */
const RUNS = [
  { only: ['--project=real time'], priority: os.constants.priority.PRIORITY_NORMAL },
  { only: ['--project=!real time'], priority: os.constants.priority.PRIORITY_BELOW_NORMAL },
];

/** Runs a part of the tests. What one of several prints is shown at once when it has ended: between the others' lines nobody could read it. */
function runVitest({ node, env, folder }, { only, priority }, isQuiet) {
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const report = path.join(mkdtempSync(path.join(folder, 'run-')), 'report.json');
  const args = ['run', ...only, '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return new Promise((resolve) => {
    const stdio = ['inherit', isQuiet ? 'pipe' : 'inherit', isQuiet ? 'pipe' : 'inherit'];
    const child = spawn(node, [vitest, ...args, ...given], { cwd: root, stdio, env });
    const printed = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => printed.push(data));
    try {
      // Before it has threads and children, which have the priority of whoever begins them.
      os.setPriority(child.pid, priority);
    } catch {
      // Where nobody may say who comes first, they share the machine.
    }
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(printed));
      resolve({ code: code ?? 1, report });
    });
  });
}

/** Counts of a run, and the skipped tests with their reasons (a test says its reason in its name). */
function summaryOf({ report }) {
  const results = JSON.parse(readFileSync(report, 'utf8'));
  const tests = results.testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({ ...test, file: path.relative(root, file.name) })),
  );
  const skipped = tests.filter((test) => test.status === 'skipped' || test.status === 'pending' || test.status === 'todo');
  // A file that does not load has no tests; it counts as a failure of its own.
  const brokenFiles = results.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return { passed: results.numPassedTests, failed: results.numFailedTests + brokenFiles.length, skipped };
}

async function bringTools() {
  const tools = await findTools();
  const [moto, generators] = await Promise.all([installMoto(tools.python), installGenerators(tools.python)]);
  return { tools, moto, generators };
}

async function main() {
  // They wait for the network as much as they compute.
  const [, { tools, moto, generators }] = await Promise.all([installPackages(), bringTools()]);
  const node = node24();
  await buildDashboard(node);
  const postgres = tools.postgres === null ? null : await startPostgres(tools.postgres);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-test-'));
  try {
    const env = {
      ...process.env,
      TZ: 'UTC',
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? compileCache,
      PATH: `${path.join(root, 'node_modules', '.bin')}${path.delimiter}${process.env.PATH ?? ''}`,
      ...(postgres === null ? {} : { PARLEY_TEST_DATABASE_URL: postgres.url }),
      ...(tools.chromium === null ? {} : { PARLEY_TEST_CHROMIUM: tools.chromium }),
      ...(tools.sox === null ? {} : { PARLEY_TEST_SOX: tools.sox }),
      ...(tools.flite === null ? {} : { PARLEY_TEST_FLITE: tools.flite }),
      ...(moto === null ? {} : { PARLEY_TEST_MOTO: moto }),
      ...(generators === null ? {} : { PARLEY_TEST_GENERATORS: generators }),
      ...(tools.python === null ? {} : { PARLEY_TEST_PYTHON: tools.python }),
    };
    const runs = await Promise.all(RUNS.map((one, index) => runVitest({ node, env, folder }, one, index === 0 && given.length === 0)));
    const summaries = runs.map(summaryOf);
    const passed = summaries.reduce((sum, one) => sum + one.passed, 0);
    const failed = summaries.reduce((sum, one) => sum + one.failed, 0);
    const skipped = summaries.flatMap((one) => one.skipped);
    for (const test of skipped) say(`skipped: ${test.file} › ${test.fullName}`);
    const bad = runs.some(({ code }) => code !== 0) || failed > 0 || (strict && skipped.length > 0) || passed === 0;
    if (strict && skipped.length > 0) say('PARLEY_TEST_STRICT=1: a skipped test is a failure.');
    say(
      `${passed} passed, ${failed + (strict ? skipped.length : 0)} failed${strict || skipped.length === 0 ? '' : `, ${skipped.length} skipped`}`,
    );
    return bad ? 1 : 0;
  } finally {
    postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().then(
  (code) => process.exit(code),
  (error) => stop(error.message),
);
