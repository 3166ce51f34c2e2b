import {
  AppError,
  Call,
  CallEvent,
  CallListItem,
  CallListQuery,
  CreateCall,
  CreatedCall,
  id,
  InjectContext,
  page,
  UpdateCall,
  isOver,
} from '@parley/contract';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { etagOf, revisionOf } from '../../platform/http/etag.ts';
import { placeOf } from '../../platform/http/room.ts';
import { route, type RouteDeclaration } from '../../platform/http/route.ts';
import { openEventStream } from '../../platform/http/sse.ts';
import type { RecordingUrls } from '../../live/recordings/signed-urls.ts';
import type { Calls } from './call-service.ts';
import { recordingRoutes } from './recording-routes.ts';

const callId = z.strictObject({ id: id('call') });
const EventList = z.strictObject({ items: z.array(CallEvent) }).meta({ id: 'CallEventList' });

export interface CallRouteDeps {
  calls: Calls;
  recordingLinks: 'redirect' | 'proxy';
  recordingUrls: RecordingUrls;
  /** Where the client of this request reaches the server. */
  originOf: (request: Request) => string;
}

async function followEvents(
  { calls }: CallRouteDeps,
  { organizationId, id }: { organizationId: string; id: string },
  request: Request,
  response: Response,
): Promise<null> {
  const given = request.headers['last-event-id'];
  const lastEventId = given === undefined || given === '' ? 0 : /^\d{1,9}$/.test(String(given)) ? Number(given) : null;
  if (lastEventId === null) throw new AppError('validation_failed', { detail: 'Last-Event-ID must be the seq of an event.' });
  // Whether the call exists must be known before the stream begins.
  const { status } = await calls.get(organizationId, id);
  if (isOver(status) && (await calls.events(organizationId, id, lastEventId)).length === 0) {
    // The reader has it all: 204 is what keeps an EventSource from coming back.
    response.status(204).end();
    return null;
  }
  const stream = openEventStream(response);
  const stop = await calls.follow({
    organizationId,
    id,
    afterSeq: lastEventId,
    onEvent: (event) => stream.send({ id: String(event.seq), event: event.event.type, data: event }),
    onEnd: () => stream.close(),
  });
  stream.onClose(stop);
  return null;
}

function readingRoutes(deps: CallRouteDeps): RouteDeclaration[] {
  const { calls } = deps;
  return [
    route(
      {
        method: 'get',
        path: '/calls',
        id: 'listCalls',
        summary: 'List calls',
        description:
          '`fields` chooses the large parts of each call: metadata, variables, latency, cost, recording, transcript, collected. The rest is always there.',
        auth: 'member',
        scope: 'calls:read',
        weight: 2,
        query: CallListQuery,
        responses: { 200: page(CallListItem) },
      },
      async ({ principal, query }) => ({ status: 200, body: await calls.list(principal.organizationId, query) }),
    ),
    route(
      {
        method: 'get',
        path: '/calls/:id',
        id: 'getCall',
        summary: 'Get a call',
        auth: 'member',
        scope: 'calls:read',
        params: callId,
        responses: { 200: Call },
      },
      async ({ principal, params }) => {
        const call = await calls.get(principal.organizationId, params.id);
        return { status: 200, body: call, headers: etagOf(call) };
      },
    ),
    route(
      {
        method: 'get',
        path: '/calls/:id/events',
        id: 'listCallEvents',
        summary: "A call's event log, as a list or live (text/event-stream)",
        description: 'The stream begins with what has happened already, ends with the call, and is resumed by `Last-Event-ID`.',
        auth: 'member',
        scope: 'calls:read',
        weight: 2,
        params: callId,
        responses: { 200: EventList, 204: null },
        streams: CallEvent,
      },
      async ({ principal, params, request, response }) => {
        if (request.accepts(['json', 'text/event-stream']) === 'text/event-stream')
          return followEvents(deps, { organizationId: principal.organizationId, id: params.id }, request, response);
        return { status: 200, body: { items: await calls.events(principal.organizationId, params.id, 0) } };
      },
    ),
  ];
}

const creatingRoute = ({ calls, originOf }: CallRouteDeps): RouteDeclaration =>
  route(
    {
      method: 'post',
      path: '/calls',
      id: 'createCall',
      summary: 'Register a web call, or call a telephone',
      description:
        'A web call is taken by a client with its `client_token`. Telephone calls need a trunk and answer `trunk_not_configured` without one.',
      auth: 'member',
      scope: 'calls:write',
      weight: 5,
      room: () => calls.room,
      body: CreateCall,
      responses: { 201: CreatedCall },
      errors: ['busy', 'capacity_reached', 'trunk_not_configured', 'impossible_settings', 'provider_not_configured'],
    },
    async ({ principal, body, request }) => {
      const call = await calls.create(principal, body, originOf(request), placeOf(request));
      return { status: 201, body: call, headers: etagOf(call) };
    },
  );

function changingRoutes({ calls }: CallRouteDeps): RouteDeclaration[] {
  return [
    route(
      {
        method: 'patch',
        path: '/calls/:id',
        id: 'updateCall',
        summary: 'Change the metadata (JSON merge patch)',
        auth: 'member',
        scope: 'calls:write',
        params: callId,
        body: UpdateCall,
        responses: { 200: Call },
        conditional: true,
      },
      async ({ principal, params, body, request }) => {
        const call = await calls.updateMetadata(principal.organizationId, params.id, body.metadata, revisionOf(request));
        return { status: 200, body: call, headers: etagOf(call) };
      },
    ),
    route(
      {
        method: 'delete',
        path: '/calls/:id',
        id: 'deleteCall',
        reachesOutside: true,
        summary: 'Delete a call with its recording',
        auth: 'member',
        scope: 'calls:write',
        params: callId,
        responses: { 204: null },
        conditional: true,
        errors: ['conflict'],
      },
      async ({ principal, params, request }) => {
        await calls.remove(principal.organizationId, params.id, revisionOf(request));
        return { status: 204 };
      },
    ),
  ];
}

function liveRoutes({ calls }: CallRouteDeps): RouteDeclaration[] {
  return [
    route(
      {
        method: 'post',
        path: '/calls/:id/end',
        id: 'endCall',
        reachesOutside: true,
        summary: 'End a live call',
        auth: 'member',
        scope: 'calls:write',
        params: callId,
        responses: { 202: null },
        errors: ['conflict', 'call_not_live'],
      },
      async ({ principal, params }) => {
        await calls.end(principal.organizationId, params.id);
        return { status: 202 };
      },
    ),
    route(
      {
        method: 'post',
        path: '/calls/:id/context',
        id: 'injectCallContext',
        reachesOutside: true,
        summary: 'Tell the agent of a live call something; it heeds it from its next answer on',
        auth: 'member',
        scope: 'calls:write',
        params: callId,
        body: InjectContext,
        responses: { 202: null },
        errors: ['call_not_live'],
      },
      async ({ principal, params, body }) => {
        await calls.inject(principal.organizationId, params.id, body.content);
        return { status: 202 };
      },
    ),
  ];
}

function clientRoutes({ calls }: CallRouteDeps): RouteDeclaration[] {
  return [
    route(
      {
        method: 'post',
        path: '/calls/:id/webrtc',
        id: 'offerCall',
        // That the call began is in its own log.
        audited: false,
        summary: 'Begin the call over WebRTC: offer in, answer out',
        auth: 'client_token',
        roomForOne: () => calls.room,
        params: callId,
        body: z.string().max(65_536),
        bodyType: 'application/sdp',
        responses: { 201: null },
        produces: 'application/sdp',
        errors: [
          'invalid_sdp',
          'call_not_registered',
          'busy',
          'capacity_reached',
          'provider_timeout',
          'impossible_settings',
          'provider_not_configured',
        ],
      },
      async ({ principal, params, body }) => {
        if (principal === null) throw new AppError('unauthenticated');
        return {
          status: 201,
          body: await calls.offer(principal.organizationId, params.id, body),
          headers: { 'Content-Type': 'application/sdp' },
        };
      },
    ),
  ];
}

export const callRoutes = (deps: CallRouteDeps): RouteDeclaration[] => [
  ...readingRoutes(deps),
  ...recordingRoutes(deps),
  creatingRoute(deps),
  ...changingRoutes(deps),
  ...liveRoutes(deps),
  ...clientRoutes(deps),
];
