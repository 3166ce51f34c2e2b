/** Retell's public HTTP API, as a translation of ours. */
import express, { type Request, type Router } from 'express';
import type { Agents } from '../../agents/agent-service.ts';
import type { Calls } from '../../calls/call-service.ts';
import type { Config } from '../../config.ts';
import type { Conversations } from '../../conversations/conversation-service.ts';
import type { Database } from '../../db/database.ts';
import type { Gate } from '../../http/gate.ts';
import { mountRoutes } from '../../http/mount.ts';
import { notFound } from '../../http/problems.ts';
import type { Log } from '../../log.ts';
import type { PhoneNumbers } from '../../phone-numbers/phone-number-service.ts';
import type { Voices } from '../../providers/voices.ts';
import type { RecordingUrls } from '../../recordings/signed-urls.ts';
import type { Quotas } from '../../usage/quota-service.ts';
import { agentRoutes } from './agent-routes.ts';
import { RetellAgents } from './agents.ts';
import { callRoutes } from './call-routes.ts';
import { RetellCalls } from './calls.ts';
import { chatRoutes } from './chat-routes.ts';
import { RetellChats } from './chats.ts';
import { retellErrorHandler } from './errors.ts';
import { KnownAgents } from './known-agents.ts';
import { llmRoutes } from './llm-routes.ts';
import { Llms } from './llms.ts';
import { missingRoutes } from './missing-routes.ts';
import { phoneNumberRoutes } from './number-routes.ts';
import { RetellPhoneNumbers } from './phone-numbers.ts';
import { platformRoutes } from './platform-routes.ts';
import { Records } from './record-store.ts';
import type { RetellRoute } from './route.ts';

export interface RetellServices {
  agents: Agents;
  calls: Calls;
  conversations: Conversations;
  phoneNumbers: PhoneNumbers;
  voices: Voices;
  quotas: Quotas;
  recordingUrls: RecordingUrls;
}

export interface RetellDeps {
  database: Database;
  config: Pick<Config, 'media'>;
  originOf: (request: Request) => string;
}

export function retellRoutes(services: RetellServices, { database, config, originOf }: RetellDeps): RetellRoute[] {
  const known = new KnownAgents(services.agents, new Records(database));
  const llms = new Llms(known);
  const capacity = config.media.processes * config.media.callsPerProcess;
  return [
    ...agentRoutes(new RetellAgents(known, llms)),
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
