/** On whose behalf the database is written to: the audit trail's triggers read it from the setting `app.audit` of their transaction. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { AuditActor } from '@parley/contract';
import type { ClientBase } from 'pg';

export interface Acting {
  actor: AuditActor;
  /** The operation. */
  action: string;
  address: string | null;
  userAgent: string | null;
  requestId: string | null;
}

const current = new AsyncLocalStorage<Acting>();

/** Whatever `work` and what it starts write is written down as this one's doing. */
export const actingAs = <T>(acting: Acting, work: () => T): T => current.run(acting, work);

/** As the triggers read it; empty where nobody in particular acts. */
export function actingSetting(): string {
  const acting = current.getStore();
  if (acting === undefined) return '';
  const { actor, action, address, userAgent, requestId } = acting;
  return JSON.stringify({ ...actor, action, address, agent: userAgent, request: requestId });
}

/** Says so on a connection that is used outside our transactions, for as long as `work` lasts. */
export async function saidOn<T>(client: ClientBase, setting: string, work: () => Promise<T>): Promise<T> {
  await client.query(`select set_config('app.audit', $1, false)`, [setting]);
  try {
    return await work();
  } finally {
    await client.query(`select set_config('app.audit', '', false)`);
  }
}
