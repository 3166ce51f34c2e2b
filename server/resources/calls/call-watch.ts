/**
 * Which open calls nobody carries any more. Pure. What counts is for how long a call's row has stayed as it is while somebody looked: times
 * that are written there go by clocks that may step.
 */
import type { DisconnectionReason } from '@parley/contract';
import type { OpenCall } from './call-store.ts';

/** A node renews what it carries so often. */
export const RENEW_MS = 3_000;
/** A node whose connection is gone, and that has renewed nothing for so long, is dead. One whose connection was cut off has another after a second. */
export const SILENT_MS = 2 * RENEW_MS;
/** A node that has renewed nothing for so long is taken for dead although its connection stands: it carries nothing any more. */
const HUNG_MS = 60_000;

/** What must stay as it is for the call to count as left alone: renewed, claimed, let go, begun. */
export const standOf = ({ status, nodeId, lease, held }: OpenCall): string =>
  `${status} ${String(nodeId)} ${String(lease)} ${String(held)}`;

export interface WatchedBy {
  /** The node that looks: what it does not carry itself it has lost. */
  nodeId: string;
  /** How long a registered call waits for its client. */
  registeredCallTimeoutMs: number;
}

/** After which standstill the call is to be closed, and why. */
export function limitOf(call: OpenCall, { nodeId, registeredCallTimeoutMs }: WatchedBy): { afterMs: number; reason: DisconnectionReason } {
  if (call.nodeId === null) return { afterMs: registeredCallTimeoutMs, reason: 'registered_call_timeout' };
  return { afterMs: call.held && call.nodeId !== nodeId ? HUNG_MS : SILENT_MS, reason: 'error_node_lost' };
}
