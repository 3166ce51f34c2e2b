/** Fills an installation with calls, as a year of work would. */
import type { Config } from '@parley/server/config.ts';
import type { GuardedPool } from '@parley/server/platform/db/guarded-pool.ts';
import { openDatabase } from '@parley/server/platform/db/open.ts';
import { runAsOwner } from '@parley/server/platform/db/tidy.ts';
import { sql } from 'drizzle-orm';

export interface Seeded {
  organizationId: string;
  agentId: string;
}

/** The installation must have been started once, and must not run. */
export async function seedCalls(config: Pick<Config, 'databaseUrl' | 'dataDirectory'>, count: number): Promise<Seeded> {
  const database = await openDatabase(config);
  try {
    const [agent] = await database.asSystem(
      async (tx) => (await tx.execute<{ id: string; organization_id: string }>(sql`select id, organization_id from agents limit 1`)).rows,
    );
    if (agent === undefined) throw new Error('the installation has no agent');
    await database.asOrganization(agent.organization_id, async (tx) => {
      await tx.execute(sql`
        insert into calls (id, organization_id, status, type, transport, direction, agent_id, agent_name, agent_version, agent_snapshot, metadata, variables,
          created_at, started_at, ended_at, duration_ms, disconnection_reason, transcript, cost, last_seq)
        select 'call_' || lpad(n::text, 26, '0'), ${agent.organization_id}, case when n % 50 = 0 then 'error' else 'ended' end, 'web', 'websocket', 'inbound', ${agent.id}, 'Front desk', 1 + n % 5,
          jsonb_build_object('id', ${agent.id}::text, 'version', 1, 'config', jsonb_build_object('prompt', repeat('You are the front desk. ', 100))),
          jsonb_build_object('plan', case when n % 10 = 0 then 'gold' else 'silver' end, 'customer', 'customer-' || n % 5000),
          jsonb_build_object('name', 'Caller ' || n % 1000),
          now() - n * interval '5 minutes', now() - n * interval '5 minutes', now() - n * interval '5 minutes' + n % 600 * interval '1 second', n % 600 * 1000,
          (array['user_hangup', 'agent_hangup', 'inactivity'])[1 + n % 3],
          (select jsonb_agg(jsonb_build_object('role', 'user', 'turn', t, 'text', repeat('I would like to move my appointment. ', 3), 'start_ms', t * 1000, 'end_ms', t * 1000 + 900, 'words', '[]'::jsonb)) from generate_series(1, 8) t),
          jsonb_build_object('total', n % 1000, 'llm', n % 1000, 'stt', 0, 'tts', 0, 'usage', jsonb_build_object('llm_input_tokens', 1000, 'llm_output_tokens', 100, 'stt_ms', 10000, 'tts_characters', 500)), 0
        from generate_series(1, ${count}::int) n`);
    });
    await runAsOwner(database.pool as GuardedPool, 'vacuum (analyze)');
    return { organizationId: agent.organization_id, agentId: agent.id };
  } finally {
    await database.close();
  }
}
