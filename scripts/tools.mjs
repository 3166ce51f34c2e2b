// The tools tests need from outside npm: PostgreSQL, Chromium, sox, flite, Python. Installed where that is allowed, else looked for.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { root, run, say } from './setup.mjs';

const PACKAGES = { postgres: 'postgresql', chromium: 'chromium', sox: 'sox', flite: 'flite', python: 'python3-venv' };

const onPath = (names) => {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const name of names) if (existsSync(path.join(folder, name))) return path.join(folder, name);
  }
  return null;
};

/** The folder with `initdb` and `postgres`, newest version first; null when there is none. */
export function postgresBin() {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  for (const version of versions) if (existsSync(path.join(base, version, 'bin', 'initdb'))) return path.join(base, version, 'bin');
  const initdb = onPath(['initdb']);
  return initdb === null ? null : path.dirname(initdb);
}

/** A Python that can make environments: Debian's own comes without. */
function pythonWithVenv() {
  const check = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 9))';
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const name of ['python3', 'python', 'python3.exe', 'python.exe']) {
      const file = path.join(folder, name);
      if (existsSync(file) && spawnSync(file, ['-c', check]).status === 0) return file;
    }
  }
  return null;
}

const FIND = {
  postgres: postgresBin,
  chromium: () =>
    process.env.PARLEY_TEST_CHROMIUM ??
    onPath(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) ??
    ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'].find((file) => existsSync(file)) ??
    null,
  sox: () => onPath(['sox']),
  flite: () => onPath(['flite']),
  python: pythonWithVenv,
};

function mayInstall() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || onPath(['apt-get']) === null) return false;
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** Where each tool is, null for one that cannot be had, with the reason printed. */
export async function findTools() {
  const missing = () => Object.keys(FIND).filter((name) => FIND[name]() === null);
  if (missing().length > 0 && mayInstall()) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const packages = missing().map((name) => PACKAGES[name]);
    try {
      await run('Looking up system packages', 'apt-get', ['update', '-q'], { env });
      await run(`Installing ${packages.join(', ')}`, 'apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
    } catch (error) {
      say(error.message);
    }
  }
  const found = Object.fromEntries(Object.keys(FIND).map((name) => [name, FIND[name]()]));
  for (const [name, place] of Object.entries(found)) {
    if (place === null) say(`Not found: ${name}. Install the system package "${PACKAGES[name]}"; tests that need it are skipped.`);
  }
  return found;
}

/** Object storage for tests: moto, with what its S3 server needs and no more. */
const MOTO = ['moto[s3]==5.2.5', 'flask==3.1.3', 'flask-cors==6.0.5'];
/** Generators of clients, and what tries a server out by its document. */
const GENERATORS = ['openapi-python-client==0.29.1', 'datamodel-code-generator==0.89.0', 'pydantic[email]==2.14.4', 'schemathesis==4.32.5'];
/** They have a TypeScript of their own: openapi-typescript does not run on ours. */
const GENERATORS_OF_NPM = ['openapi-typescript@7.13.0', 'typescript@5.9.3'];

const windows = process.platform === 'win32';
const pythonIn = (venv) => (windows ? path.join(venv, 'Scripts', 'python.exe') : path.join(venv, 'bin', 'python'));

/**
 * A folder that `install` fills, once for these packages; null, with the reason printed, where they cannot be had. Not in node_modules, which
 * is made anew meanwhile.
 */
async function installOnce(packages, install) {
  const folder = path.join(root, '.cache', packages.join('_').replaceAll(/[^a-z0-9.]+/g, '-'));
  if (existsSync(path.join(folder, 'installed'))) return folder;
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await install(folder);
    writeFileSync(path.join(folder, 'installed'), '');
    return folder;
  } catch (error) {
    say(error.message);
    return null;
  }
}

async function installVenv(python, { venv, packages, what }) {
  await run(`Preparing Python for ${what}`, python, ['-m', 'venv', venv]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile', '--retries', '2', ...packages];
  await run(`Installing ${what}`, pythonIn(venv), pip);
}

/** A Python with moto; null where there is none, or PyPI cannot be reached. */
export async function installMoto(python) {
  if (python === null) return null;
  const what = 'the object storage of the tests';
  const folder = await installOnce(MOTO, (venv) => installVenv(python, { venv, packages: MOTO, what }));
  return folder === null ? null : pythonIn(folder);
}

/** A folder with `venv` and `node_modules`; null where there is no Python, or the packages cannot be had. */
export async function installGenerators(python) {
  if (python === null) return null;
  return installOnce([...GENERATORS, ...GENERATORS_OF_NPM], async (folder) => {
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
    await installVenv(python, { venv: path.join(folder, 'venv'), packages: GENERATORS, what: 'the generators of clients' });
    const npm = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...GENERATORS_OF_NPM];
    await run('Installing the generators of npm', 'npm', npm, { shell: windows });
  });
}

export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** PostgreSQL refuses to run as root: its own user, or nobody, runs it then. */
function unprivileged() {
  if (process.getuid?.() !== 0) return {};
  for (const user of ['postgres', 'nobody']) {
    const ids = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, user]).stdout?.toString().trim()));
    if (ids.every((id) => Number.isInteger(id) && id > 0)) return { uid: ids[0], gid: ids[1] };
  }
  return {};
}

/** A throwaway server on a free port; `stop` ends it and removes its files. */
export async function startPostgres(bin) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-test-pg-'));
  const as = unprivileged();
  if (as.uid !== undefined) spawnSync('chown', [`${as.uid}:${as.gid}`, folder]);
  chmodSync(folder, 0o700);
  const data = path.join(folder, 'data');
  const options = { ...as, cwd: folder, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } };
  await run(
    'Preparing PostgreSQL',
    path.join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'],
    options,
  );
  const port = await freePort();
  const settings = [
    `-c port=${port}`,
    '-c listen_addresses=127.0.0.1',
    `-c unix_socket_directories=${folder}`,
    '-c fsync=off',
    '-c max_connections=200',
  ];
  const control = path.join(bin, 'pg_ctl');
  const start = () =>
    run('Starting PostgreSQL', control, ['-D', data, '-w', '-l', path.join(folder, 'log'), '-o', settings.join(' '), 'start'], {
      ...options,
      stdio: 'ignore',
    });
  await start();
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    goAway: (mode) => run('Stopping PostgreSQL', control, ['-D', data, '-w', '-m', mode, 'stop'], options),
    comeBack: start,
    stop: () => {
      spawnSync(control, ['-D', data, '-m', 'immediate', 'stop'], options);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
