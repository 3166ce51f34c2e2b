/**
 * Commands to live calls, from whichever node they come: kept in the database, announced to all nodes, carried out by the node
 * that carries the call. One that nobody could carry out goes with the call's lease.
 */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { AppError } from '@parley/contract';
import type { Database } from '../../platform/db/database.ts';
import { callCommands } from '../../platform/db/schema.ts';
import { newId } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';

const CHANNEL = 'call_command';

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
      tx.insert(callCommands).values({
        id: newId('cmd'),
        organizationId,
        callId,
        kind: command.kind,
        content: command.kind === 'inject' ? command.content : '',
      }),
    );
    await this.#database.notify(CHANNEL, callId);
  }

  #obey(callId: string, command: CallCommand): boolean {
    return command.kind === 'hang_up' ? this.#calls.hangUp(callId) : this.#calls.inject(callId, command.content);
  }

  #carryOut(callId: string): void {
    this.#take(callId).catch((error: unknown) => this.#log.error({ err: error, callId }, 'a command to a call could not be carried out'));
  }

  async #take(callId: string): Promise<void> {
    const commands = await this.#database.asSystem(async (tx) => {
      const rows = await tx.select().from(callCommands).where(eq(callCommands.callId, callId)).orderBy(asc(callCommands.id));
      const ids = rows.map((row) => row.id);
      if (ids.length > 0) await tx.delete(callCommands).where(and(eq(callCommands.callId, callId), inArray(callCommands.id, ids)));
      return rows;
    });
    for (const { kind, content } of commands) this.#obey(callId, kind === 'hang_up' ? { kind } : { kind, content });
  }
}
