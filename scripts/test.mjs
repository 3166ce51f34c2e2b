// `npm test`: brings what the tests need, runs them all, and closes with `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildDashboard, compileCache, installPackages, node24, root, say, stop } from './setup.mjs';
import { findTools, installGenerators, installMoto, startPostgres } from './tools.mjs';

const strict = process.env.PARLEY_TEST_STRICT === '1';

function runVitest(node, env, report) {
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)];
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd: root, stdio: 'inherit', env });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Counts of the run, and the skipped tests with their reasons (a test says its reason in its name). */
function summary(report) {
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

async function main() {
  await installPackages();
  const node = node24();
  await buildDashboard(node);
  const tools = await findTools();
  const postgres = tools.postgres === null ? null : await startPostgres(tools.postgres);
  // They wait for the network as much as they compute.
  const [moto, generators] = await Promise.all([installMoto(tools.python), installGenerators(tools.python)]);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-test-'));
  const report = path.join(folder, 'report.json');
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
    const code = await runVitest(node, env, report);
    const { passed, failed, skipped } = summary(report);
    for (const test of skipped) say(`skipped: ${test.file} › ${test.fullName}`);
    const bad = code !== 0 || failed > 0 || (strict && skipped.length > 0) || passed === 0;
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
