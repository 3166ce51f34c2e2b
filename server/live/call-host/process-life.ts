/** A child process as a life of a child. Its `error` events, of which it need not die, are its maker's to tell. */
import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Life, LifeEvents } from '@parley/engine/children/kept-child.ts';

const LAST_WORDS_MS = 1_000;

export interface ProcessLife<Out> extends Life<Out, Socket> {
  readonly pid: number | undefined;
}

export function overProcess<Out extends object, In>(child: ChildProcess, { onMessage, onGone }: LifeEvents<In>): ProcessLife<Out> {
  child.on('message', (message) => onMessage(message as In));
  whenGone(child, () => onGone(new Error(`It ended with ${child.signalCode ?? `code ${String(child.exitCode)}`}.`)));
  return {
    pid: child.pid,
    send: (message, socket) => {
      if (!child.connected) return;
      if (socket === undefined) child.send(message);
      else child.send(message, socket);
    },
    end: () => void child.kill('SIGKILL'),
  };
}

/** `exit` may come before the last messages have been read; `disconnect` comes after them. */
function whenGone(child: ChildProcess, then: () => void): void {
  let gone = false;
  const once = (): void => {
    if (gone) return;
    gone = true;
    then();
  };
  child.on('disconnect', () => (child.exitCode === null && child.signalCode === null ? child.once('exit', once) : once()));
  child.on('exit', () => (child.connected ? setTimeout(once, LAST_WORDS_MS) : once()));
}
