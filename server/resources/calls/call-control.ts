/**
 * Commands to live calls, from whichever node they come: kept in the database, announced to all nodes, carried out by the node
 * that carries the call. One that nobody could carry out goes with the call's lease.
 */
import { AppError } from '@parley/contract';
import type { Database } from '../../platform/db/database.ts';
import { newId } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import { isDatabaseAway } from '../../platform/rounds.ts';
import { claimCommands, deleteCommandsBefore, insertCommand } from './command-store.ts';

const CHANNEL = 'call_command';
/** A command that no node has claimed by then was for a call that is gone. */
const KEPT_MS = 60_000;

export type CallCommand = { kind: 'hang_up' } | { kind: 'inject'; content: string };

/** The calls of this node. */
export interface CommandedCalls {
  owns(callId: string): boolean;
  readonly held: readonly string[];
  hangUp(callId: string): boolean;
  inject(callId: string, text: string): boolean;
}

export class CallControl {
  readonly #database: Database;
  readonly #calls: CommandedCalls;
  readonly #log: Log;

  constructor(database: Database, calls: CommandedCalls, log: Log) {
    this.#database = database;
    this.#calls = calls;
    this.#log = log;
  }

  async start(): Promise<() => Promise<void>> {
    // An empty payload: messages may have been missed.
    return this.#database.listen(CHANNEL, (callId) => {
      const concerned = callId === '' ? this.#calls.held : this.#calls.owns(callId) ? [callId] : [];
      for (const id of concerned) this.#carryOut(id);
    });
  }

  async send(organizationId: string, callId: string, command: CallCommand): Promise<void> {
    if (this.#obey(callId, command)) return;
    // The embedded database has one server, so nobody else could carry it out.
    if (this.#database.kind === 'embedded') throw new AppError('call_not_live');
    await this.#database.asOrganization(organizationId, (tx) =>
      insertCommand(tx, {
        id: newId('cmd'),
        organizationId,
        callId,
        kind: command.kind,
        content: command.kind === 'inject' ? command.content : '',
      }),
    );
    await this.#database.notify(CHANNEL, callId);
  }

  /** Deletes commands that nobody will carry out any more. */
  async tidy(): Promise<void> {
    await this.#database.asSystem((tx) => deleteCommandsBefore(tx, new Date(Date.now() - KEPT_MS)));
  }

  #obey(callId: string, command: CallCommand): boolean {
    return command.kind === 'hang_up' ? this.#calls.hangUp(callId) : this.#calls.inject(callId, command.content);
  }

  #carryOut(callId: string): void {
    this.#claim(callId).catch((error: unknown) => {
      // When it is back, everybody hears that messages may have been missed.
      if (!isDatabaseAway(error)) this.#log.error({ err: error, callId }, 'a command to a call could not be carried out');
    });
  }

  async #claim(callId: string): Promise<void> {
    const commands = await this.#database.asSystem((tx) => claimCommands(tx, callId));
    for (const { kind, content } of commands) this.#obey(callId, kind === 'hang_up' ? { kind } : { kind, content });
  }
}
