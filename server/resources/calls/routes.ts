import {
  AppError,
  Call,
  CallEvent,
  CallListItem,
  CallListQuery,
  CreateCall,
  CreatedCall,
  id,
  CreateRecordingUrl,
  InjectContext,
  page,
  RecordingUrl,
  UpdateCall,
} from '@parley/contract';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { etagOf, revisionOf } from '../../platform/http/etag.ts';
import { route, type RouteDeclaration } from '../../platform/http/route.ts';
import { openEventStream } from '../../platform/http/sse.ts';
import type { Recordings } from '../../live/recordings/recordings.ts';
import type { RecordingUrls } from '../../live/recordings/signed-urls.ts';
import type { Calls } from './call-service.ts';

const callId = z.strictObject({ id: id('call') });
const signedQuery = z.strictObject({
  organization: z.string().regex(/^[0-9a-zA-Z_-]{1,64}$/),
  expires: z.coerce.number().int().min(0).max(99_999_999_999),
  signature: z.string().max(128),
});
const EventList = z.strictObject({ items: z.array(CallEvent) }).meta({ id: 'CallEventList' });

export interface CallRouteDeps {
  calls: Calls;
  recordings: Recordings;
  recordingUrls: RecordingUrls;
  /** Where the client of this request reaches the server. */
  originOf: (request: Request) => string;
}

/** `bytes=0-99`, `bytes=100-`, `bytes=-50` of one range (RFC 9110 14.1.2); null for the whole file. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | 'none' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return null;
  const suffix = match[1] === '';
  const start = suffix ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = suffix || match[2] === '' ? size - 1 : Math.min(size - 1, Number(match[2]));
  if (start >= size || (suffix && Number(match[2]) === 0)) return 'none';
  return start <= end ? { start, end } : null;
}

async function sendRecording(
  { calls, recordings }: Pick<CallRouteDeps, 'calls' | 'recordings'>,
  organizationId: string,
  callIdentity: string,
  request: Request,
  response: Response,
): Promise<null> {
  const { path, bytes } = await calls.recording(organizationId, callIdentity);
  const range = rangeOf(request.headers.range, bytes);
  if (range === 'none') {
    response
      .status(416)
      .set('Content-Range', `bytes */${String(bytes)}`)
      .end();
    return null;
  }
  const { start, end } = range ?? { start: 0, end: bytes - 1 };
  response.status(range === null ? 200 : 206).set({
    'Content-Type': 'audio/wav',
    'Content-Length': String(end - start + 1),
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, max-age=3600',
    'Content-Disposition': `attachment; filename="${callIdentity}.wav"`,
    ...(range === null ? {} : { 'Content-Range': `bytes ${String(start)}-${String(end)}/${String(bytes)}` }),
  });
  const stream = recordings.read(path, start, end);
  stream.on('error', () => response.destroy());
  response.on('close', () => stream.destroy());
  stream.pipe(response);
  return null;
}

async function followEvents(
  { calls }: CallRouteDeps,
  organizationId: string,
  callIdentity: string,
  request: Request,
  response: Response,
): Promise<null> {
  const given = request.headers['last-event-id'];
  const lastEventId = given === undefined || given === '' ? 0 : /^\d{1,9}$/.test(String(given)) ? Number(given) : null;
  if (lastEventId === null) throw new AppError('validation_failed', { detail: 'Last-Event-ID must be the seq of an event.' });
  // Whether the call exists must be known before the stream begins.
  const { status } = await calls.get(organizationId, callIdentity);
  if ((status === 'ended' || status === 'error') && (await calls.events(organizationId, callIdentity, lastEventId)).length === 0) {
    // The reader has it all: 204 is what keeps an EventSource from coming back.
    response.status(204).end();
    return null;
  }
  const stream = openEventStream(response);
  const stop = await calls.follow(
    organizationId,
    callIdentity,
    lastEventId,
    (event) => stream.send({ id: String(event.seq), event: event.event.type, data: event }),
    () => stream.close(),
  );
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
          return followEvents(deps, principal.organizationId, params.id, request, response);
        return { status: 200, body: { items: await calls.events(principal.organizationId, params.id, 0) } };
      },
    ),
  ];
}

function recordingRoutes(deps: CallRouteDeps): RouteDeclaration[] {
  const { calls, recordingUrls, originOf } = deps;
  return [
    route(
      {
        method: 'get',
        path: '/calls/:id/recording',
        id: 'getCallRecording',
        summary: "A call's recording: WAV, stereo, caller left, agent right",
        auth: 'member',
        scope: 'calls:read',
        weight: 5,
        params: callId,
        responses: { 200: null, 206: null },
        produces: 'audio/wav',
      },
      async ({ principal, params, request, response }) => sendRecording(deps, principal.organizationId, params.id, request, response),
    ),
    route(
      {
        method: 'post',
        path: '/calls/:id/recording-url',
        id: 'createRecordingUrl',
        summary: 'A URL of the recording that opens without credentials until it expires',
        auth: 'member',
        scope: 'calls:read',
        idempotent: false,
        params: callId,
        body: CreateRecordingUrl,
        responses: { 201: RecordingUrl },
      },
      async ({ principal: { organizationId }, params, body, request }) => {
        await calls.recording(organizationId, params.id);
        const { query, expiresAt } = recordingUrls.sign(organizationId, params.id, body.expires_in);
        return {
          status: 201,
          body: { url: `${originOf(request)}/api/v1/calls/${params.id}/recording/signed?${query}`, expires_at: expiresAt.toISOString() },
        };
      },
    ),
    route(
      {
        method: 'get',
        path: '/calls/:id/recording/signed',
        id: 'getSignedRecording',
        summary: 'The recording behind a signed URL',
        auth: 'public',
        weight: 5,
        params: callId,
        query: signedQuery,
        responses: { 200: null, 206: null },
        produces: 'audio/wav',
      },
      async ({ params, query, request, response }) => {
        recordingUrls.verify(params.id, query);
        return sendRecording(deps, query.organization, params.id, request, response);
      },
    ),
  ];
}

function changingRoutes({ calls, originOf }: CallRouteDeps): RouteDeclaration[] {
  return [
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
        body: CreateCall,
        responses: { 201: CreatedCall },
        errors: ['trunk_not_configured'],
      },
      async ({ principal, body, request }) => ({ status: 201, body: await calls.create(principal, body, originOf(request)) }),
    ),
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
        summary: 'Delete a call with its recording',
        auth: 'member',
        scope: 'calls:write',
        params: callId,
        responses: { 204: null },
        errors: ['conflict'],
      },
      async ({ principal, params }) => {
        await calls.remove(principal.organizationId, params.id);
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
        summary: 'Begin the call over WebRTC: offer in, answer out',
        auth: 'client_token',
        params: callId,
        body: z.string().max(65_536),
        bodyType: 'application/sdp',
        responses: { 201: null },
        produces: 'application/sdp',
        errors: ['invalid_sdp', 'call_not_registered', 'capacity_reached', 'provider_timeout'],
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
  ...changingRoutes(deps),
  ...liveRoutes(deps),
  ...clientRoutes(deps),
];
