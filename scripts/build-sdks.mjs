// `npm run build:sdks [folder]`: what is published of the SDKs: the npm tarball, the Python wheel and source archive.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, say, stop } from './setup.mjs';

const BUILD = 'build==1.3.0';
const windows = process.platform === 'win32';

function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit', shell: windows && command === 'npm' });
  if (error !== undefined) stop(`${command} could not be started: ${error.message}`);
  if (status !== 0) stop(`${command} ${args.join(' ')} failed.`);
}

function buildNode(folder) {
  // Installing runs no package's scripts (.npmrc); packing builds.
  run('npm', ['pack', '--ignore-scripts=false', '--pack-destination', folder], path.join(root, 'sdks', 'node'));
}

/** In an environment of its own: the machine's Python stays as it is. */
function buildPython(folder) {
  const python = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0);
  if (python === undefined) stop('Building the Python SDK needs Python 3.9 or newer.');
  const environment = mkdtempSync(path.join(os.tmpdir(), 'parley-build-'));
  try {
    run(python, ['-m', 'venv', environment], root);
    const own = path.join(environment, windows ? 'Scripts' : 'bin', windows ? 'python.exe' : 'python');
    run(own, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', BUILD], root);
    run(own, ['-m', 'build', '--outdir', folder, path.join(root, 'sdks', 'python')], root);
  } finally {
    rmSync(environment, { recursive: true, force: true });
  }
}

/** Exactly one file of each kind, or what is published is not what was built. */
function check(folder) {
  const built = readdirSync(folder).sort();
  for (const kind of [/^parley-sdk-.*\.tgz$/, /^parley_sdk-.*\.tar\.gz$/, /^parley_sdk-.*\.whl$/]) {
    if (built.filter((name) => kind.test(name)).length !== 1) stop(`${folder} does not hold exactly one file like ${String(kind)}.`);
  }
  return built;
}

const folder = path.resolve(process.argv[2] ?? path.join(root, 'sdks', 'dist'));
if (existsSync(folder)) for (const name of readdirSync(folder)) if (/^parley[-_]sdk-/.test(name)) rmSync(path.join(folder, name));
mkdirSync(folder, { recursive: true });
buildNode(folder);
buildPython(folder);
for (const name of check(folder)) say(path.join(folder, name));
