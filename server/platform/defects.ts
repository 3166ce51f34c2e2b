/**
 * Errors that nobody foresaw, as the log tells of them: one line each, with what it takes to find the fault and nothing that was said in
 * a call. An error's message may quote anything, a caller, a key, a body: it is kept of our own errors only, whose texts are static.
 */
import { AppError, DEFECT_PLACES, type CallStateName, type DefectPlace } from '@parley/contract';
import { IllegalTransition } from '@parley/engine/states/core.ts';
import type { Log } from './log.ts';

export interface Trace {
  type: string;
  /** Of the system or a library, such as `ECONNRESET`. */
  code?: string | number;
  message?: string;
  stack: string[];
  cause?: Trace;
}

export interface MetDefect {
  id: string;
  place: DefectPlace;
  trace: Trace;
}

/** Whose defect it is. */
export interface DefectAbout {
  organizationId?: string | undefined;
  callId?: string | undefined;
  conversationId?: string | undefined;
  state?: CallStateName | null;
  atMs?: number;
}

const MAX_FRAMES = 20;
const MAX_CAUSES = 3;
const FRAME = /^\s*at (?:(?:async )?(?:new )?([\w$.<>#]+(?: \[as [\w$]+\])?) )?\(?((?:file:\/\/|node:|\/)[^\s()]+:\d+:\d+)\)?$/;

/** The frames alone. The lines before them repeat the message, which may itself have lines that look like frames. */
function framesOf(error: Error): string[] {
  const stack = typeof error.stack === 'string' ? error.stack : '';
  const message = String(error.message);
  const begins = stack.indexOf(message);
  const lines = (begins < 0 ? stack : stack.slice(begins + message.length)).split('\n');
  return lines
    .flatMap((line) => {
      const [, name, place] = FRAME.exec(line) ?? [];
      if (place === undefined) return [];
      // The message has changed since: a name might be a word of it.
      return [begins < 0 || name === undefined ? place : `${name} ${place}`];
    })
    .slice(0, MAX_FRAMES);
}

const nameOf = (error: Error): string => {
  const name: unknown = error.constructor === Error ? error.name : error.constructor.name;
  return typeof name === 'string' && /^[A-Za-z_$][\w$]{0,63}$/.test(name) ? name : 'Error';
};

function codeOf(error: Error): string | number | undefined {
  const code: unknown = 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return code;
  return typeof code === 'string' && /^[A-Za-z][A-Za-z0-9_]{1,63}$/.test(code) ? code : undefined;
}

const isOurs = (error: Error): boolean => error instanceof AppError || error instanceof IllegalTransition;

export function traceOf(error: unknown, depth = 0): Trace {
  if (!(error instanceof Error)) return { type: error === null ? 'null' : typeof error, stack: [] };
  const code = codeOf(error);
  const { cause } = error;
  return {
    type: nameOf(error),
    ...(code === undefined ? {} : { code }),
    ...(isOurs(error) ? { message: error.message } : {}),
    stack: framesOf(error),
    ...(cause instanceof Error && depth < MAX_CAUSES ? { cause: traceOf(cause, depth + 1) } : {}),
  };
}

export function logDefect(log: Pick<Log, 'error'>, { id, place, trace }: MetDefect, about: DefectAbout = {}): void {
  log.error({ defectId: id, place, ...about, error: trace }, 'an error that nobody foresaw');
}

/** How many were met at each place since the server began. */
export class DefectCounts {
  readonly #counts = new Map<DefectPlace, number>(DEFECT_PLACES.map((place) => [place, 0]));

  note(place: DefectPlace): void {
    this.#counts.set(place, (this.#counts.get(place) ?? 0) + 1);
  }

  entries(): Iterable<[DefectPlace, number]> {
    return this.#counts;
  }
}
