/** What a walk over every route needs: an organization that has one of everything, and a valid request for each operation. */
import { CreateWebhook, type AgentSnapshot } from '@parley/contract';
import { exampleOf } from '@parley/contract/examples/index.ts';
import { ApiKeys } from '../../access/api-keys/api-key-service.ts';
import { record, registeredCall } from '../../resources/calls/testing.ts';
import { events, member, user, webhookDeliveries } from '../db/schema.ts';
import { createSecretBox } from '../secrets/secret-box.ts';
import { deliveryOf, rowOf } from '../outbox/emit.ts';
import { occurred } from '../outbox/occurred.ts';
import { newId } from '../ids.ts';
import { RecordingUrls } from '../../live/recordings/signed-urls.ts';
import { createAgents, eventLog, type RequestOptions, type Tenant, type TestServer } from '../../testing.ts';
import { Webhooks } from '../../resources/webhooks/webhook-service.ts';
import type { RouteDeclaration } from './route.ts';

/** Stands in everything that belongs to somebody. */
export const MARK = 'zanzibar-secret-of-the-other';

export interface Belongings {
  organization: string;
  agent: string;
  /** Ended, with a recording. */
  call: string;
  /** Nobody has connected to it. */
  registered: string;
  /** Typed, ongoing. */
  conversation: string;
  number: string;
  quota: string;
  member: string;
  webhook: string;
  delivery: string;
  event: string;
  key: string;
  /** Opens the recording without credentials. */
  signature: string;
  invitation: string;
}

export const valuesOf = (belongings: Belongings): string[] => Object.values(belongings) as string[];

let numbers = 15_550_000_000;

async function insertCall(parley: TestServer, organizationId: string, snapshot: AgentSnapshot): Promise<string> {
  return (await registeredCall(parley, organizationId, snapshot, { metadata: { note: MARK } })).id;
}

async function insertMember(parley: TestServer, organizationId: string): Promise<string> {
  const userId = newId('user');
  const id = newId('member');
  await parley.database.asSystem(async (tx) => {
    await tx.insert(user).values({ id: userId, name: MARK, email: `${userId}@example.org`, emailVerified: true });
    await tx.insert(member).values({ id, organizationId, userId, role: 'member' });
  });
  return id;
}

/** A webhook that nothing is sent to, and a delivery that it never got. */
async function insertDelivery(
  parley: TestServer,
  organizationId: string,
  callId: string,
): Promise<Pick<Belongings, 'webhook' | 'delivery' | 'event'>> {
  const box = createSecretBox(parley.secret);
  const webhooks = new Webhooks({ database: parley.database, box, outboundAllow: [] });
  const { id: webhook } = await webhooks.create(
    organizationId,
    CreateWebhook.parse({ url: 'https://hooks.example/', description: MARK, events: ['call.analyzed'] }),
  );
  await webhooks.update(organizationId, webhook, { custom_headers: { 'X-Note': MARK } }, null);
  const now = new Date();
  const event = rowOf(organizationId, occurred('internal', MARK, { callId }), now);
  const row = { ...deliveryOf(event, webhook, now), status: 'dead' as const, nextAttemptAt: null };
  await parley.database.asOrganization(organizationId, async (tx) => {
    await tx.insert(events).values(event);
    await tx.insert(webhookDeliveries).values(row);
  });
  return { webhook, delivery: row.id, event: event.id };
}

/** An ended call with a log and a recording. */
async function insertEndedCall(parley: TestServer, organizationId: string, snapshot: AgentSnapshot): Promise<string> {
  const { database } = parley;
  const call = await insertCall(parley, organizationId, snapshot);
  await database.asOrganization(organizationId, (tx) =>
    eventLog.append(tx, { organizationId, callId: call }, [
      { seq: 1, at_ms: 0, kind: 'input', event: { type: 'call.started' } },
      {
        seq: 2,
        at_ms: 100,
        kind: 'decision',
        event: {
          type: 'user_turn.committed',
          turn: 1,
          text: MARK,
          words: [],
          start_ms: 0,
          end_ms: 90,
          reason: 'unknown',
          reason_text: MARK,
          silence_ms: 10,
          typed: false,
        },
      },
      { seq: 3, at_ms: 900, kind: 'decision', event: { type: 'call.ended', reason: 'user_hangup' } },
    ]),
  );
  await record(parley, { organizationId, callId: call });
  return call;
}

export async function furnish(parley: TestServer, { id: organizationId, key }: Tenant): Promise<Belongings> {
  const agents = createAgents(parley.database);
  const agent = await agents.create(organizationId, { name: MARK, prompt: MARK });
  await agents.publish(organizationId, agent.id, MARK);
  await agents.setTag(organizationId, agent.id, 'prod', 1);
  const snapshot = await agents.snapshot(organizationId, agent.id, undefined);
  const make = async (path: string, body: unknown): Promise<string> =>
    ((await parley.request('POST', path, { key, body })).json as { id: string }).id;
  const call = await insertEndedCall(parley, organizationId, snapshot);
  return {
    organization: organizationId,
    agent: agent.id,
    call,
    registered: await insertCall(parley, organizationId, snapshot),
    conversation: await make('/conversations', { agent_id: agent.id, metadata: { note: MARK } }),
    number: await make('/phone-numbers', {
      number: `+${String(numbers++)}`,
      nickname: MARK,
      inbound_agent: { agent_id: agent.id, agent_version: 'prod' },
    }),
    quota: await make('/quotas', { metric: 'stt_ms', limit: 1_000_000_000 }),
    invitation: await make('/invitations', { email: `${MARK}@example.org` }),
    member: await insertMember(parley, organizationId),
    ...(await insertDelivery(parley, organizationId, call)),
    key: (await new ApiKeys(parley.database).create(organizationId, { name: MARK })).id,
    signature: new RecordingUrls(parley.secret).sign(organizationId, call, 3_600).query,
  };
}

/** By the first segments of a path: whose id is meant. */
const OWNERS: readonly (readonly [string, keyof Belongings])[] = [
  ['/agents', 'agent'],
  ['/calls', 'call'],
  ['/conversations', 'conversation'],
  ['/phone-numbers', 'number'],
  ['/quotas', 'quota'],
  ['/webhooks', 'webhook'],
  ['/webhook-deliveries', 'delivery'],
  ['/events', 'event'],
  ['/api-keys', 'key'],
  ['/invitations', 'invitation'],
  ['/organization/members', 'member'],
];

const ownerOf = (path: string): keyof Belongings | undefined => OWNERS.find(([prefix]) => path.startsWith(`${prefix}/:id`))?.[1];

/** True where the path names something that belongs to somebody. */
export const namesProperty = ({ path }: RouteDeclaration): boolean => ownerOf(path) !== undefined;

const QUERIES: Readonly<Record<string, string>> = { diffAgentVersions: '?from=1&to=draft' };

export function pathOf({ path, id }: RouteDeclaration, owned: Belongings): string {
  const owner = ownerOf(path);
  const filled = path
    .replace(':id', owner === undefined ? 'slt' : owned[owner])
    .replace(':version', '1')
    .replace(':tag', 'prod')
    .replace(':name', id === 'testProvider' ? 'embedded' : 'openai')
    .replace(':provider', 'embedded');
  return filled + (id === 'getSignedRecording' ? `?${owned.signature}` : (QUERIES[id] ?? ''));
}

/** Bodies that name what must exist; all others are the examples of the documentation. */
const bodiesOf = ({ agent, delivery }: Belongings): Readonly<Record<string, unknown>> => ({
  updateAgent: { greeting: 'Hi.' },
  createCall: { type: 'web', transport: 'websocket', agent_id: agent },
  createConversation: { agent_id: agent },
  createMessage: { content: 'Hello' },
  createPhoneNumber: { number: `+${String(numbers++)}`, inbound_agent: { agent_id: agent } },
  updatePhoneNumber: { nickname: 'Front desk' },
  createQuota: { metric: 'messages', period: 'day', limit: 1_000_000 },
  setAgentTag: { version: 1 },
  createWebhook: { url: 'https://hooks.example/new' },
  updateWebhook: { description: 'New' },
  resendWebhookDeliveries: { ids: [delivery] },
  createApiKey: { name: 'New' },
  updateApiKey: { name: 'Renamed' },
  createAccessToken: {},
  createRecordingUrl: {},
  putProvider: { api_key: 'sk-1' },
  acceptInvitation: { token: 'x', name: 'X', email: 'x@example.com', password: 'long enough' },
  createInvitation: {},
  setUpOwner: { token: 'x', name: 'X', email: 'x@example.com', password: 'long enough' },
});

/** A body that the route takes. */
export function validBody(declared: RouteDeclaration, owned: Belongings): unknown {
  const known = bodiesOf(owned)[declared.id] ?? exampleOf(declared.body?.meta()?.id);
  if (known === undefined) throw new Error(`the walk has no body for ${declared.id}: add one`);
  return known;
}

export function bodyOf(declared: RouteDeclaration, owned: Belongings): RequestOptions {
  if (declared.body === undefined) return {};
  if (declared.bodyType !== undefined) return { raw: 'v=0\r\n', headers: { 'Content-Type': declared.bodyType } };
  return { body: validBody(declared, owned) };
}

/** A query string on top of the one that the path may have. */
export const withQuery = (path: string, query: string): string => `${path}${path.includes('?') ? '&' : '?'}${query}`;
