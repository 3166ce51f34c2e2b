/** Retell's public HTTP API, as a translation of ours. */
import express, { type Request, type Router } from 'express';
import type { Agents } from '../../resources/agents/agent-service.ts';
import type { Organizations } from '../../access/organization/organization-service.ts';
import type { ClientTokens } from '../../access/tokens/client-token.ts';
import type { Calls } from '../../resources/calls/call-service.ts';
import type { Config } from '../../config.ts';
import type { Conversations } from '../../resources/conversations/conversation-service.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Gate } from '../../platform/http/gate.ts';
import { mountRoutes } from '../../platform/http/mount.ts';
import { notFound } from '../../platform/http/problems.ts';
import type { Log } from '../../platform/log.ts';
import type { PhoneNumbers } from '../../resources/phone-numbers/phone-number-service.ts';
import type { Voices } from '../../resources/providers/voices.ts';
import type { RecordingUrls } from '../../live/recordings/signed-urls.ts';
import type { Quotas } from '../../resources/usage/quota-service.ts';
import { AgentWebhooks } from './agents/agent-webhooks.ts';
import type { Webhooks } from '../../resources/webhooks/webhook-service.ts';
import { agentRoutes } from './agents/agent-routes.ts';
import { RetellAgents } from './agents/agents.ts';
import { callRoutes } from './calls/call-routes.ts';
import { RetellCalls } from './calls/calls.ts';
import { chatRoutes } from './chats/chat-routes.ts';
import { RetellChats } from './chats/chats.ts';
import { retellErrorHandler } from './shared/errors.ts';
import { KnownAgents } from './shared/known-agents.ts';
import { llmRoutes } from './llms/llm-routes.ts';
import { Llms } from './llms/llms.ts';
import { createEventBodies } from './webhooks/event-bodies.ts';
import { missingRoutes } from './missing-routes.ts';
import { phoneNumberRoutes } from './numbers/number-routes.ts';
import { RetellPhoneNumbers } from './numbers/phone-numbers.ts';
import { platformRoutes } from './platform/platform-routes.ts';
import { Records } from './shared/records.ts';
import type { RetellRoute } from './shared/route.ts';

export interface RetellServices {
  agents: Agents;
  calls: Calls;
  conversations: Conversations;
  phoneNumbers: PhoneNumbers;
  voices: Voices;
  quotas: Quotas;
  recordingUrls: RecordingUrls;
  clientTokens: ClientTokens;
  webhooks: Webhooks;
  organizations: Organizations;
}

export interface RetellDeps {
  database: Database;
  config: { media: Pick<Config['media'], 'processes' | 'callsPerProcess'> };
  originOf: (request: Request) => string;
}

/** Events in the form of Retell. `origin`: where receivers reach this server. */
export function retellEvents(
  services: Pick<RetellServices, 'agents' | 'calls' | 'conversations' | 'phoneNumbers' | 'recordingUrls' | 'clientTokens'>,
  database: Database,
  origin: string,
) {
  const known = new KnownAgents(services.agents, new Records(database));
  const calls = new RetellCalls({ ...services, known, originOf: () => origin });
  return createEventBodies({ calls, chats: new RetellChats(services.conversations, known), origin });
}

export function retellRoutes(services: RetellServices, { database, config, originOf }: RetellDeps): RetellRoute[] {
  const known = new KnownAgents(services.agents, new Records(database));
  const llms = new Llms(known);
  const capacity = config.media.processes * config.media.callsPerProcess;
  return [
    ...agentRoutes(new RetellAgents(known, llms, new AgentWebhooks(services.webhooks))),
    ...llmRoutes(llms),
    ...callRoutes(new RetellCalls({ ...services, known, originOf })),
    ...chatRoutes(new RetellChats(services.conversations, known)),
    ...phoneNumberRoutes(new RetellPhoneNumbers(services.phoneNumbers, known)),
    ...platformRoutes({ ...services, capacity, originOf }),
    ...missingRoutes(),
  ];
}

export function retellRouter(routes: readonly RetellRoute[], gate: Gate, log: Log): Router {
  const router = express.Router();
  const limiters = new Map(routes.map(({ declared, limiter }) => [declared.id, limiter]));
  mountRoutes(
    router,
    routes.map(({ declared }) => declared),
    gate,
  );
  router.use(
    notFound,
    retellErrorHandler(log, (id) => limiters.get(id) ?? 'general'),
  );
  return router;
}
