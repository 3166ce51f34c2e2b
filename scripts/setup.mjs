// What `npm start` and `npm test` share: packages, the dashboard's build, and Node 24. Runs on Node 20 without packages.
import { createHash } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** Node keeps compiled modules here, which a start then need not compile again: only who may change the modules writes here. */
export const compileCache = path.join(root, 'node_modules', '.cache', 'node');
const STAMPS = path.join(root, 'node_modules', '.parley-stamps.json');
const PROGRESS_AFTER_MS = 2_000;
/** What the programs that begin need, and npm with them; `engines` in package.json says the same. */
const OLDEST_NODE = 20;

export const say = (line) => process.stdout.write(`${line}\n`);

/** Ends the program with one sentence. */
export function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const stamps = () => {
  try {
    return JSON.parse(readFileSync(STAMPS, 'utf8'));
  } catch {
    return {};
  }
};

const stamp = (name, value) => writeFileSync(STAMPS, JSON.stringify({ ...stamps(), [name]: value }));

/** Files under `folders`, generated and installed ones left out. */
function filesOf(folders) {
  const found = [];
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name === 'dist') continue;
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) visit(file);
      else found.push(file);
    }
  };
  for (const folder of folders) if (existsSync(path.join(root, folder))) visit(path.join(root, folder));
  return found.sort();
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(path.relative(root, file)).update(readFileSync(file));
  return hash.digest('hex');
}

/** Runs a command; says what is going on once it takes longer than two seconds. Its output is shown only when it fails. */
export function run(what, command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const began = Date.now();
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const output = [];
    child.stdout?.on('data', (data) => output.push(data));
    child.stderr?.on('data', (data) => output.push(data));
    const seconds = () => `${Math.round((Date.now() - began) / 1_000)} s`;
    let told = false;
    const timer = setInterval(() => {
      told = true;
      say(`${what} … ${seconds()}`);
    }, PROGRESS_AFTER_MS * 2);
    const first = setTimeout(() => say(`${what} …`), PROGRESS_AFTER_MS);
    const settle = (finish) => {
      clearInterval(timer);
      clearTimeout(first);
      finish();
    };
    child.on('error', (error) => settle(() => reject(error)));
    child.on('exit', (code) =>
      settle(() => {
        if (code === 0) {
          if (told) say(`${what}: done in ${seconds()}`);
          return resolve(Buffer.concat(output).toString());
        }
        reject(new Error(`${what} failed (${command} ${args.join(' ')}):\n${Buffer.concat(output).toString().slice(-4_000)}`));
      }),
    );
  });
}

/** Node ≥ 24: the one that came with the packages, else the one that runs this. */
export function node24() {
  const brought = path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  if (existsSync(brought) && spawnSync(brought, ['-e', ''], { stdio: 'ignore' }).status === 0) return brought;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return stop(
    `Parley needs Node 24 or newer: this is ${process.version} and no newer one came with the packages for ${process.platform}-${process.arch}. Install Node 24 and try again.`,
  );
}

export async function installPackages() {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE)
    stop(`Parley's start needs Node ${OLDEST_NODE} or newer, and this is ${process.version}: install Node 24 and try again.`);
  const wanted = hashOf([path.join(root, 'package-lock.json')]);
  if (existsSync(path.join(root, 'node_modules')) && stamps().lockfile === wanted) return;
  await run('Installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: process.platform === 'win32' });
  stamp('lockfile', wanted);
}

export async function buildDashboard(node) {
  if (!existsSync(path.join(root, 'dashboard', 'index.html'))) return;
  const wanted = hashOf([...filesOf(['dashboard', 'contract']), path.join(root, 'package-lock.json')]);
  const built = path.join(root, 'dashboard', 'dist', 'index.html');
  if (existsSync(built) && stamps().dashboard === wanted) return;
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  await run('Building the dashboard', node, [vite, 'build', '--logLevel', 'warn'], { cwd: path.join(root, 'dashboard') });
  stamp('dashboard', wanted);
}
