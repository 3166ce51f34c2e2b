/** Calls for tests that are not about how a call comes about. */
import type { AgentSnapshot } from '@parley/contract';
import type { CallRef } from '../../live/call-events/call-ref.ts';
import { Recordings } from '../../live/recordings/recordings.ts';
import { newId } from '../../platform/ids.ts';
import type { TestServer } from '../../testing.ts';
import { insertCall, type CallRow } from './call-store.ts';
import { CarriedCalls } from './carried-calls.ts';

/** A registered call on the agent, as the row that it is. */
export async function registeredCall(
  { database }: Pick<TestServer, 'database'>,
  organizationId: string,
  agentSnapshot: AgentSnapshot,
  row: Partial<CallRow> = {},
): Promise<CallRow> {
  const { id: agentId, config, version: agentVersion } = agentSnapshot;
  const agent = { agentId, agentName: config.name, agentVersion, agentSnapshot };
  const inserted = await database.asOrganization(organizationId, (tx) =>
    insertCall(tx, { id: newId('call'), organizationId, transport: 'websocket', ...agent, ...row }),
  );
  return inserted!;
}

/** Keeps audio as the recording of the call. */
export async function record(
  { database, config, log }: Pick<TestServer, 'database' | 'config' | 'log'>,
  call: CallRef,
  pcm: Uint8Array = new Uint8Array(6_400),
): Promise<void> {
  const recordings = new Recordings(config.dataDirectory, log);
  recordings.append(call, pcm);
  const durationMs = (await recordings.finish(call.callId)) ?? 0;
  const path = recordings.pathOf(call);
  await new CarriedCalls(database, { nodeId: 'node_test', nodeName: config.nodeName }).keepRecording(call, { path, durationMs });
}
