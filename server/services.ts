/** Everything behind the routes, put together: who knows whom is said here and nowhere else. */
import { randomUUID } from 'node:crypto';
import type { AgentSnapshot } from '@parley/contract';
import { retellEvents } from './compat/retell/router.ts';
import { Agents } from './resources/agents/agent-service.ts';
import { Readiness } from './resources/agents/readiness.ts';
import { Analyst } from './live/analysis/analyst.ts';
import { noteEndedCall } from './live/analysis/ended-call.ts';
import { tellOfCall } from './resources/calls/call-facts.ts';
import { countCallUsage } from './resources/usage/call-usage.ts';
import { Audit } from './access/audit/audit-service.ts';
import { AccessTokens } from './access/tokens/access-token.ts';
import { ApiKeys } from './access/api-keys/api-key-service.ts';
import { ClientTokens } from './access/tokens/client-token.ts';
import { Invitations } from './access/organization/invitations.ts';
import { Organizations } from './access/organization/organization-service.ts';
import { AccountAttempts } from './access/sign-in/account-attempts.ts';
import { accountCommands } from './access/sign-in/account-commands.ts';
import { createSignIn } from './access/sign-in/sign-in.ts';
import { SigningKeys } from './access/tokens/signing-keys.ts';
import { beginMedia } from './live/call-host/begin-media.ts';
import { CallHost } from './live/call-host/call-host.ts';
import type { MediaLink } from './live/call-host/media-link.ts';
import { EventLog } from './live/call-events/event-log.ts';
import { CallLog } from './live/call-events/call-log.ts';
import { LiveFeed } from './live/call-events/live-feed.ts';
import { CallControl } from './resources/calls/call-control.ts';
import { Calls } from './resources/calls/call-service.ts';
import { CarriedCalls } from './resources/calls/carried-calls.ts';
import { Supervision } from './resources/calls/supervision.ts';
import type { Config } from './config.ts';
import { Conversations } from './resources/conversations/conversation-service.ts';
import { TextAgent } from './live/text-agent/text-agent.ts';
import type { Database } from './platform/db/database.ts';
import { createSecretBox, type SecretBox } from './platform/secrets/secret-box.ts';
import { Events } from './resources/events/event-service.ts';
import { EventFeed } from './resources/events/event-feed.ts';
import { noteCallUpdate, startTellingUpdates } from './resources/conversations/updates.ts';
import { guardedPost } from './platform/outgoing/guarded-fetch.ts';
import { IdempotencyKeys } from './platform/http/idempotency-keys.ts';
import { isOwnOrigin } from './platform/http/own-origin.ts';
import { RateLimiter } from './platform/http/rate-limit.ts';
import { RateLimitWindows } from './platform/http/rate-limit-windows.ts';
import { createRemoteModels } from './live/models/remote-models.ts';
import { DefectCounts } from './platform/defects.ts';
import type { Log } from './platform/log.ts';
import { startControl } from './platform/control/control.ts';
import { prepareSnapshots } from './platform/control/snapshots.ts';
import { startMaintenance } from './maintenance.ts';
import { PhoneNumbers } from './resources/phone-numbers/phone-number-service.ts';
import { Providers } from './resources/providers/provider-service.ts';
import { Voices } from './resources/providers/voices.ts';
import { createRecordingCare } from './live/recordings/recording-care.ts';
import { RecordingUrls } from './live/recordings/signed-urls.ts';
import type { SecretKey } from './platform/secrets/secret-key.ts';
import { Setup } from './resources/system/setup.ts';
import { Quotas } from './resources/usage/quota-service.ts';
import { RequestMeter } from './resources/usage/request-meter.ts';
import { UsageReports } from './resources/usage/usage-service.ts';
import { Deliveries } from './resources/webhooks/delivery-service.ts';
import { Dispatcher } from './resources/webhooks/dispatcher.ts';
import { createSender, type SenderDeps } from './resources/webhooks/sender.ts';
import { Webhooks } from './resources/webhooks/webhook-service.ts';

export interface ServiceDeps {
  config: Config;
  database: Database;
  secret: SecretKey;
  log: Log;
  /** The media processes where they are begun already; otherwise they begin now. */
  media?: readonly MediaLink[];
  /** The clock of the rate limits' windows, in ms since 1970. */
  now?: () => number;
}

/** Keys and tokens, limits, usage. */
function createAccess({ config, database, log, now }: ServiceDeps, secretBox: SecretBox) {
  const apiKeys = new ApiKeys(database);
  const signingKeys = new SigningKeys({ database, box: secretBox, rotateAfterMs: config.signingKeyMs });
  const accessTokens = new AccessTokens(signingKeys);
  const rateLimitWindows = new RateLimitWindows(database);
  const limiter = new RateLimiter(config.rateLimit.store === 'database' ? rateLimitWindows : null, now);
  const quotas = new Quotas(database);
  const meter = new RequestMeter(database, log);
  quotas.onChange(() => meter.forget());
  const usage = new UsageReports(database);
  const idempotencyKeys = new IdempotencyKeys(database, secretBox);
  return { apiKeys, signingKeys, accessTokens, rateLimitWindows, limiter, quotas, meter, usage, idempotencyKeys };
}

/** People, their organizations, and what these have set. */
function createTenancy({ config, database, secret, log }: ServiceDeps, agents: Agents, baseUrl: string) {
  const setup = new Setup({ database, agents, bootstrapApiKey: config.bootstrapApiKey });
  const onOrganizationCreated = (id: string): Promise<void> => setup.seed(id);
  const signIn = createSignIn({
    database,
    config,
    secret,
    log,
    baseUrl,
    onOrganizationCreated,
    isOwnOrigin: isOwnOrigin(config.publicUrl),
  });
  const audit = new Audit({ database, keptMs: config.auditKeptMs });
  const invitations = new Invitations(database, secret);
  return { setup, signIn, organizations: new Organizations(database), invitations, attempts: new AccountAttempts(), audit };
}

/** What follows from a call's events, in this order and in their transaction. */
export const createEventLog = (): EventLog => new EventLog([noteCallUpdate, tellOfCall, countCallUsage, noteEndedCall]);

/** What calls leave behind, and the processes that carry them. */
function createMedia({ config, database, log, media = beginMedia(config, log) }: ServiceDeps, nodeId: string, defects: DefectCounts) {
  const feed = new LiveFeed(database);
  const eventLog = createEventLog();
  const callLog = new CallLog({ database, events: eventLog, feed, log, mostWaiting: config.eventsWaitingMax });
  const carried = new CarriedCalls(database, { nodeId, nodeName: config.nodeName });
  const recordingCare = createRecordingCare({ config, database, log });
  const host = new CallHost({ config, media, callLog, calls: carried, recordings: recordingCare.recordings, log, defects });
  return { feed, eventLog, callLog, carried, recordingCare, host };
}

/** Who is told of what happened. */
function createWebhooks({ config, database, log }: ServiceDeps, box: SecretBox, nodeId: string, retellBody: SenderDeps['retellBody']) {
  const send = createSender({ post: guardedPost(config.outboundAllow), box, retellBody });
  const webhooks = new Webhooks({ database, box, outboundAllow: config.outboundAllow });
  const deliveries = new Deliveries({ database, send });
  return {
    webhooks,
    deliveries,
    events: new Events(database),
    eventFeed: new EventFeed(database),
    dispatcher: new Dispatcher({ database, nodeId, send, log, keptMs: config.eventsKeptMs }),
  };
}

export function createServices(deps: ServiceDeps, baseUrl: string) {
  const { config, database, secret, log } = deps;
  const nodeId = `node_${randomUUID()}`;
  const secretBox = createSecretBox(secret);
  const defects = new DefectCounts();
  const media = createMedia(deps, nodeId, defects);
  const { host, eventLog, callLog, carried, recordingCare } = media;
  const providers = new Providers({ database, secretBox, config, engines: () => host.status().engines });
  const readiness = new Readiness((id, settings) => providers.missingKey(id, settings));
  const agents = new Agents(database, readiness);
  const tenancy = createTenancy(deps, agents, baseUrl);
  const secretsOf = (id: string, agent: AgentSnapshot) => providers.secretsOf(id, agent);
  const records = async (id: string): Promise<boolean> => config.recordings && (await tenancy.organizations.settingsOf(id)).recordings;
  const clientTokens = new ClientTokens(secret, config.clientTokenTtlMs);
  const control = new CallControl(database, host, log);
  const calls = new Calls({ ...media, database, agents, readiness, clientTokens, control, config, secretsOf, records });
  const textAgent = new TextAgent({ outboundAllow: config.outboundAllow }, { log, defects });
  const conversations = new Conversations({ database, agents, readiness, textAgent, secretsOf });
  const phoneNumbers = new PhoneNumbers(database, agents);
  const recordingUrls = new RecordingUrls(secret);
  const told = { agents, calls, conversations, phoneNumbers, recordingUrls, clientTokens };
  const retellBody = retellEvents(told, database, config.publicUrl ?? baseUrl);
  return {
    agents,
    defects,
    ...media,
    ...tenancy,
    ...createAccess(deps, secretBox),
    ...createWebhooks(deps, secretBox, nodeId, retellBody),
    providers,
    voices: new Voices(config.dataDirectory, (voice, text) => host.synthesise(voice, text)),
    clientTokens,
    control,
    calls,
    recordingUrls,
    supervision: new Supervision({
      calls: carried,
      callLog,
      recordings: recordingCare.recordings,
      held: () => host.held,
      letGo: (callId) => host.hangUp(callId, 'storage'),
      log,
      config,
    }),
    analyst: new Analyst({
      database,
      events: eventLog,
      modelFor: createRemoteModels(config.outboundAllow),
      secretsOf,
      wanted: async (id) => config.analysis && (await tenancy.organizations.settingsOf(id)).analysis,
      log,
      defects,
    }),
    textAgent,
    conversations,
    phoneNumbers,
  };
}

export type Services = ReturnType<typeof createServices>;

/** What runs, and the way to stop it. */
export interface Running {
  /** Begins what watches and listens. */
  start(): Promise<void>;
  /** Ends calls in order, then everything else. What fails to stop keeps nothing else from stopping. */
  stop(): Promise<void>;
}

type Stop = () => Promise<void>;

/** `closeConnections` comes after the calls and before what requests are answered with. */
export function createRunning(services: Services, { config, database, log }: ServiceDeps, closeConnections: () => void): Running {
  const { apiKeys, agents, quotas, feed, control, meter, idempotencyKeys, rateLimitWindows, dispatcher, eventFeed, analyst } = services;
  const { host, supervision, callLog, textAgent, recordingCare } = services;
  const listening: Stop[] = [];
  let stopSupervision: Stop | undefined;
  let stopRecordingCare: Stop | undefined;
  return {
    async start() {
      listening.push(meter.start());
      for (const one of [apiKeys, agents, quotas, feed, control, dispatcher, eventFeed]) listening.push(await one.start());
      listening.push(
        await analyst.start(),
        await startTellingUpdates(database, log),
        startMaintenance([idempotencyKeys, rateLimitWindows, control, services.audit], log),
      );
      // PostgreSQL answers commands by itself.
      const snapshot = prepareSnapshots(config.dataDirectory, database);
      if (snapshot !== null) {
        const commands = {
          snapshot: () => services.audit.noteCommand('export').then(snapshot),
          ...accountCommands(database, services.audit),
        };
        listening.push(await startControl({ dataDirectory: config.dataDirectory, commands, log }));
      }
      stopSupervision = await supervision.start();
      // After that: what the supervision closes has its recording repaired.
      stopRecordingCare = await recordingCare.start();
    },
    async stop() {
      const stops: (Stop | undefined)[] = [
        () => host.close(),
        stopSupervision,
        () => callLog.drain(),
        stopRecordingCare,
        () => textAgent.close(),
        async () => closeConnections(),
        ...listening,
      ];
      for (const stop of stops)
        await stop?.().catch((error: unknown) => log.error({ err: error }, 'something did not stop in order; the rest does'));
    },
  };
}
