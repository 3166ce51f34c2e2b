/**
 * Loaded into a server by `--import`, its media processes and threads included: their clock steps to what a file says, and SIGUSR2 ends the
 * embedded database's worker, wherever it is.
 */
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';
import workers from 'node:worker_threads';

const LOOK_EVERY_MS = 50;
const RealDate = globalThis.Date;
const file = process.env.PARLEY_CHAOS_CLOCK;
let aheadMs = 0;

if (file !== undefined) {
  const now = () => RealDate.now() + aheadMs;
  globalThis.Date = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
  const look = () => {
    try {
      aheadMs = Number(readFileSync(file, 'utf8')) || 0;
    } catch {
      aheadMs = 0;
    }
  };
  look();
  setInterval(look, LOOK_EVERY_MS).unref();
}

if (workers.isMainThread && process.argv[1]?.endsWith('main.ts')) {
  let database;
  workers.Worker = new Proxy(workers.Worker, {
    construct(target, args, newTarget) {
      const worker = Reflect.construct(target, args, newTarget);
      if (String(args[0]).endsWith('/pglite-worker.ts')) database = worker;
      return worker;
    },
  });
  syncBuiltinESMExports();
  process.on('SIGUSR2', () => void database?.terminate());
}
