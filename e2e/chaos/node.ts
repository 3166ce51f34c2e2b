/** One server of a place under test: started, killed and started again on the same port and directory. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { freePort } from '../../scripts/tools.mjs';
import type { Api } from '../caller.ts';
import { BY_NPM, install, temporaryFolder, type Installation } from '../installation.ts';

const INSIDE = pathToFileURL(path.join(import.meta.dirname, 'inside.mjs')).href;
const ENVIRONMENT = {
  PARLEY_OUTBOUND_ALLOW: '127.0.0.1',
  PARLEY_RATE_LIMIT_PER_MINUTE: '0',
  PARLEY_ANALYSIS: 'off',
  PARLEY_LOG_LEVEL: 'error',
  PARLEY_MEDIA_PROCESSES: '2',
  PARLEY_REGISTERED_CALL_TIMEOUT_MS: '10000',
  PARLEY_DRAIN_MS: '1500',
  // Nodes on one database have one.
  PARLEY_SECRET_KEY: 'of servers that are tried and thrown away',
};
/** Written where an error was caught by nobody. */
const UNFORESEEN = /unhandled|uncaught/i;
const LOOK_EVERY_MS = 50;
const MESSAGE = /"msg":"([^"]*)"/;
const ERROR = /"message":"([^"]*)"/;

export interface NodeSettings {
  name: string;
  databaseUrl: string | undefined;
  /** A small file system for the data, and the command that runs a server in it. */
  disk?: { folder: string; within: readonly string[] };
  /** By `npm start`, as people start it. */
  byNpm?: boolean;
}

export class ServerNode {
  readonly name: string;
  readonly url: string;
  /** Of the servers that ran here: what they printed that nobody foresaw. */
  readonly unforeseen: string[] = [];
  /** How often each message was logged as an error. */
  readonly logged = new Map<string, number>();
  /** Told right before something of it is killed. */
  onKill: () => void = () => undefined;
  readonly #environment: Record<string, string>;
  readonly #data: { folder: string; remove: () => void };
  readonly #within: readonly string[];
  readonly #by: readonly string[] | undefined;
  readonly #clock: { folder: string; remove: () => void };
  #running: Installation | null = null;
  #killed = false;

  private constructor({ name, databaseUrl, disk, byNpm }: NodeSettings, port: number) {
    this.name = name;
    this.url = `http://127.0.0.1:${String(port)}`;
    this.#data = disk === undefined ? temporaryFolder() : { folder: disk.folder, remove: () => undefined };
    this.#within = disk?.within ?? [];
    this.#by = byNpm === true ? BY_NPM : undefined;
    this.#clock = temporaryFolder();
    this.#environment = {
      ...ENVIRONMENT,
      PORT: String(port),
      PARLEY_NODE_NAME: name,
      PARLEY_CHAOS_CLOCK: path.join(this.#clock.folder, 'ahead-ms'),
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${INSIDE}`.trim(),
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    };
  }

  static async start(settings: NodeSettings): Promise<ServerNode> {
    const node = new ServerNode(settings, await freePort());
    await node.start();
    return node;
  }

  get api(): Api {
    return this.#now.api;
  }

  get isUp(): boolean {
    return this.#running !== null;
  }

  get folder(): string {
    return this.#data.folder;
  }

  async start(): Promise<void> {
    const running = await install(this.#data.folder, this.#environment, this.#within, this.#by);
    this.#running = running;
    this.#killed = false;
    running.process.once('exit', (code, signal) => {
      this.#look(running);
      if (!this.#killed) this.unforeseen.push(`${this.name} ended by itself: ${String(code ?? signal)}`);
    });
  }

  async kill(): Promise<void> {
    this.#killed = true;
    this.onKill();
    await this.#now.kill();
    this.#running = null;
  }

  /** SIGTERM; resolves with its exit code. */
  async end(): Promise<number | null> {
    this.#killed = true;
    const running = this.#now;
    await running.stop();
    this.#running = null;
    return running.process.exitCode;
  }

  /** Kills npm, the start script, or both; resolves when nothing is left of what npm had begun, false when something is after so many ms. */
  async killStarters(which: readonly ('npm' | 'script')[], withinMs: number): Promise<boolean> {
    this.#killed = true;
    const begun = descendantsOf(this.#pid);
    const script = begun.find((pid) => commandOf(pid).includes('scripts/start.mjs') && !commandOf(pid).startsWith('sh'));
    if (script === undefined) throw new Error('there is no start script');
    for (const one of which) process.kill(one === 'npm' ? this.#pid : script, 'SIGKILL');
    const until = performance.now() + withinMs;
    while (begun.some(isAlive) && performance.now() < until) await wait(LOOK_EVERY_MS);
    this.#running = null;
    return !begun.some(isAlive);
  }

  async killMediaProcess(random: () => number): Promise<void> {
    const children = childrenOf(this.#pid);
    const child = children[Math.floor(random() * children.length)];
    if (child === undefined) throw new Error('there is no media process');
    this.onKill();
    process.kill(child, 'SIGKILL');
  }

  killDatabaseWorker(): void {
    process.kill(this.#pid, 'SIGUSR2');
  }

  setClockAhead(ms: number): void {
    writeFileSync(this.#environment['PARLEY_CHAOS_CLOCK'] ?? '', String(ms));
  }

  async close(): Promise<void> {
    this.#killed = true;
    const running = this.#running;
    if (running !== null) await Promise.race([running.stop(), once(AbortSignal.timeout(30_000), 'abort').then(() => running.kill())]);
    this.#data.remove();
    rmSync(this.#clock.folder, { recursive: true, force: true });
  }

  get #now(): Installation {
    if (this.#running === null) throw new Error(`${this.name} is not running`);
    return this.#running;
  }

  get #pid(): number {
    return this.#now.process.pid ?? 0;
  }

  #look(installation: Installation): void {
    for (const line of installation.printed().split('\n')) {
      if (UNFORESEEN.test(line)) this.unforeseen.push(`${this.name}: ${line.slice(0, 400)}`);
      const said = MESSAGE.exec(line)?.[1];
      const message = [said, ERROR.exec(line)?.[1]].filter(Boolean).join(' ');
      if (said !== undefined) this.logged.set(message, (this.logged.get(message) ?? 0) + 1);
    }
  }
}

/** What a process was begun with; '' when it is gone. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** What is dead and nobody has asked after has no command any more. */
const isAlive = (pid: number): boolean => commandOf(pid) !== '';

const descendantsOf = (parent: number): number[] => childrenOf(parent).flatMap((pid) => [pid, ...descendantsOf(pid)]);

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      } catch {
        return false;
      }
    });
}
