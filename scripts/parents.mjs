// Who started this process, watched: whoever is ended with SIGKILL cannot pass it on. Runs on Node 20 without packages.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const EVERY_MS = 500;
const SHELLS = /^-?(sh|dash|bash|zsh|ksh|ash|busybox|cmd\.exe)$/;

/** The parent of a process and its own name; null where the system does not say. */
function lookUp(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = stat.lastIndexOf(')');
    return { parent: Number(stat.slice(end + 2).split(' ')[1]), name: stat.slice(stat.indexOf('(') + 1, end) };
  } catch {
    const { stdout = '' } = spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' });
    const match = /^\s*(\d+)\s+(.*\S)/.exec(stdout ?? '');
    return match === null ? null : { parent: Number(match[1]), name: match[2].replace(/.*\//, '') };
  }
}

const isThere = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** The process that npm is, and the shell that it puts between. */
function starters() {
  const { ppid } = process;
  const parent = lookUp(ppid);
  return parent !== null && SHELLS.test(parent.name) && parent.parent > 1 ? [ppid, parent.parent] : [ppid];
}

/** Calls back once when npm, which started this process, is gone. Who was started by hand, or by an init system, has nobody to outlive. */
export function whenNpmIsGone(then) {
  if (process.env.npm_lifecycle_event === undefined || process.ppid <= 1) return;
  const watched = starters();
  const [parent] = watched;
  const timer = setInterval(() => {
    // Elsewhere than on Windows an orphan gets another parent.
    if (process.ppid === parent && watched.every(isThere)) return;
    clearInterval(timer);
    then();
  }, EVERY_MS);
  timer.unref();
}
