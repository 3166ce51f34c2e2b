/** Calls made by a process of its own, and the API asked meanwhile. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import type { Api } from '../../e2e/caller.ts';
import type { Called, Calling } from './callers.ts';

const CALLERS = fileURLToPath(new URL('./callers.ts', import.meta.url));
const API_EVERY_MS = 50;

/** Resolves when all calls are over. */
export async function callsOf(calling: Calling): Promise<Called> {
  const child = fork(CALLERS, [], { execArgv: ['--disable-warning=ExperimentalWarning'] });
  try {
    child.send(calling);
    const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the callers ended with ${String(code)}`)));
    const [called] = (await Promise.race([once(child, 'message'), ended])) as [Called];
    return called;
  } finally {
    child.removeAllListeners('exit');
    child.kill();
  }
}

/** How long the list of agents takes, asked again and again while `work` goes on. Throws at the first answer that is not 2xx: how long a refusal takes says nothing. */
export async function watchingApi<T>(api: Api, work: Promise<T>): Promise<{ result: T; apiMs: number[] }> {
  const apiMs: number[] = [];
  const done = new AbortController();
  const watch = async (): Promise<void> => {
    while (!done.signal.aborted) {
      const began = performance.now();
      await api.request('GET', '/agents');
      apiMs.push(performance.now() - began);
      await wait(API_EVERY_MS);
    }
  };
  const [result] = await Promise.all([work.finally(() => done.abort()), watch()]);
  return { result, apiMs };
}
