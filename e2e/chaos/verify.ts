/** Holds what the server has against what it acknowledged. */
import type { CallEvent, CallListItem, WebhookDelivery, WebhookEvent } from '@parley/contract';
import { WAV_HEADER_BYTES } from '@parley/engine/audio/wav.ts';
import { API_KEY } from '../installation.ts';
import type { CallFact, Facts } from './facts.ts';
import type { ServerNode } from './node.ts';
import type { Reader } from './reader.ts';
import { TOLD, type Receiver } from './receiver.ts';

/** What may be missing of a recording. */
const LOST_MS = 1_000;
const BYTES_PER_MS = 64;

export interface Held {
  problems: string[];
  calls: number;
  events: number;
  /** The most that is missing of any recording, in ms. */
  longestLossMs: number;
}

async function agentsOf(node: ServerNode, facts: Facts): Promise<string[]> {
  const byName = Map.groupBy(await node.api.all<{ id: string; name: string }>('/agents'), ({ name }) => name);
  return [...facts.agents].flatMap(([key, { id, deleted }]) => {
    const there = byName.get(key) ?? [];
    if (there.length > 1) return [`${key} was made ${String(there.length)} times`];
    if (deleted === 'yes' && there.length > 0) return [`${key} is there, and was deleted`];
    if (id !== null && deleted === 'no' && there[0]?.id !== id)
      return [`${key} was acknowledged as ${id} and is ${there[0]?.id ?? 'lost'}`];
    return [];
  });
}

/** Of each fact one event: none missing, none told as two. */
function eventsOf(events: readonly WebhookEvent[], facts: Facts): string[] {
  const problems: string[] = [];
  const once = (type: WebhookEvent['type'], of: (event: WebhookEvent) => string | undefined, wanted: readonly string[]): void => {
    const told = Map.groupBy(
      events.filter((event) => event.type === type),
      (event) => of(event) ?? '',
    );
    for (const id of wanted) if (!told.has(id)) problems.push(`there is no ${type} of ${id}`);
    for (const [id, all] of told) if (all.length > 1) problems.push(`${type} of ${id} is told ${String(all.length)} times`);
  };
  const published = [...facts.agents.values()].flatMap(({ id, published: is }) => (id !== null && is ? [id] : []));
  const deleted = [...facts.agents.values()].flatMap(({ id, deleted: is }) => (id !== null && is === 'yes' ? [id] : []));
  once('agent.deployed', (event) => (event.type === 'agent.deployed' ? event.data.agent_id : undefined), published);
  once('agent.deleted', (event) => (event.type === 'agent.deleted' ? event.data.id : undefined), deleted);
  const ready = facts.ready.map(({ id }) => id);
  for (const type of ['call.started', 'call.ended'] as const)
    once(type, (event) => (event.type === 'call.started' || event.type === 'call.ended' ? event.data.id : undefined), ready);
  return problems;
}

async function recordingOf(
  node: ServerNode,
  { id, sentMs, sentAtKillMs, reason }: CallFact,
): Promise<{ problem: string | null; lossMs: number }> {
  const response = await fetch(`${node.url}/api/v1/calls/${id}/recording`, { headers: { Authorization: `Bearer ${API_KEY}` } });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (!response.ok)
    return { problem: `the recording of ${id} is not there: ${String(response.status)} ${bytes.toString('utf8', 0, 200)}`, lossMs: 0 };
  const audio = bytes.length - WAV_HEADER_BYTES;
  if (bytes.readUInt32LE(WAV_HEADER_BYTES - 4) !== audio)
    return {
      problem: `the recording of ${id} says ${String(bytes.readUInt32LE(WAV_HEADER_BYTES - 4))} bytes and has ${String(audio)}`,
      lossMs: 0,
    };
  const lossMs = Math.max(0, Math.round((reason === undefined ? (sentAtKillMs ?? sentMs()) : sentMs()) - audio / BYTES_PER_MS));
  return { problem: lossMs > LOST_MS ? `${String(lossMs)} ms are missing of the recording of ${id}` : null, lossMs };
}

/** The log of a call that was ready, as its events. */
async function logOf(node: ServerNode, id: string): Promise<string[]> {
  const { items } = await node.api.request<{ items: CallEvent[] }>('GET', `/calls/${id}/events`);
  const count = (type: string): number => items.filter(({ event }) => event.type === type).length;
  const reasons = items.flatMap(({ event }) => (event.type === 'call.ended' ? [event.reason] : []));
  return [
    ...(items.some(({ seq }, index) => seq !== index + 1) ? [`the log of ${id} has a gap`] : []),
    ...(count('call.started') === 1 ? [] : [`the log of ${id} has ${String(count('call.started'))} times call.started`]),
    ...(reasons.length === 1 ? [] : [`the log of ${id} has ${String(reasons.length)} times call.ended: ${reasons.join(', ')}`]),
  ];
}

export interface VerifyOptions {
  facts: Facts;
  receiver: Receiver;
  reader: Reader;
  /** Calls that were looked at before. */
  known: Set<string>;
  /** Events that nobody was to be told of. */
  older: ReadonlySet<string>;
  /** A recording is on the disk of one of them. */
  nodes: readonly ServerNode[];
  /** Recordings may have ended before their calls: the disk was full. */
  cutRecordings: boolean;
}

/** Everything that was acknowledged so far; of calls, the logs and recordings of those that are new. */
export async function verify({ facts, receiver, reader, known, older, nodes, cutRecordings }: VerifyOptions): Promise<Held> {
  const [node] = nodes;
  if (node === undefined) throw new Error('no node is left to ask');
  const problems = [...facts.otherwise, ...(await agentsOf(node, facts))];
  const calls = await node.api.all<CallListItem>('/calls?fields=metadata');
  const byKey = Map.groupBy(calls, ({ metadata }) => metadata?.['key'] ?? '');
  for (const key of facts.callKeys) {
    const [there, ...more] = byKey.get(key) ?? [];
    if (more.length > 0) problems.push(`${key} was made ${String(more.length + 1)} times`);
    const acknowledged = facts.calls.get(key);
    if (acknowledged !== undefined && there?.id !== acknowledged.id)
      problems.push(`${key} was acknowledged as ${acknowledged.id} and is ${there?.id ?? 'lost'}`);
  }
  for (const call of calls)
    if (call.status === 'registered' || call.status === 'ongoing') problems.push(`${call.id} is still ${call.status}`);
  let longestLossMs = 0;
  for (const fact of facts.ready.filter(({ id }) => !known.has(id))) {
    known.add(fact.id);
    problems.push(...(await logOf(node, fact.id)));
    const found = await Promise.all(nodes.map((one) => recordingOf(one, fact)));
    const best = found.find(({ problem }) => problem === null) ?? found.find(({ lossMs }) => lossMs > 0) ?? found[0];
    if (best === undefined || cutRecordings) continue;
    if (best.problem !== null) problems.push(best.problem);
    longestLossMs = Math.max(longestLossMs, best.lossMs);
  }
  const events = (await node.api.all<WebhookEvent>('/events')).filter(({ id }) => !older.has(id));
  problems.push(...eventsOf(events, facts));
  const missing = events.filter(({ id, type }) => TOLD.includes(type) && !receiver.taken.has(id));
  problems.push(...missing.map(({ id, type }) => `${type} ${id} did not arrive`));
  problems.push(...(await reader.missing(events)));
  if (receiver.wronglySigned > 0) problems.push(`${String(receiver.wronglySigned)} webhooks were wrongly signed`);
  const unsettled = (await node.api.all<WebhookDelivery>('/webhook-deliveries')).filter(({ status }) => status !== 'delivered');
  problems.push(...unsettled.map(({ id, status }) => `the delivery ${id} is ${status}`));
  return { problems, calls: facts.ready.length, events: events.length, longestLossMs };
}
