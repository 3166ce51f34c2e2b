/** A call's recording, and URLs that open it without credentials. */
import { CreateRecordingUrl, id, RecordingUrl } from '@parley/contract';
import type { Request } from 'express';
import { z } from 'zod';
import { route, type RouteDeclaration } from '../../platform/http/route.ts';
import type { RecordingUrls } from '../../live/recordings/signed-urls.ts';
import type { Calls } from './call-service.ts';
import { sendRecording } from './recording-download.ts';
import { asking } from './stored-recording.ts';

const callId = z.strictObject({ id: id('call') });
const signedQuery = z.strictObject({
  organization: z
    .string()
    .regex(/^[0-9a-zA-Z_-]{1,64}$/)
    .meta({ examples: ['Xb2mA9sTq0Lk4RvE7uJcYw8nHd1gZfPo'] }),
  expires: z.coerce
    .number()
    .int()
    .min(0)
    .max(99_999_999_999)
    .meta({ examples: [1_798_761_600] }),
  signature: z
    .string()
    .max(128)
    .meta({ examples: ['pW3l5k1yqv7Zc0mXb2mA9sTq0Lk4RvE7uJcYw8nHd1g'] }),
});

export interface RecordingRouteDeps {
  calls: Pick<Calls, 'recording'>;
  /** What a signed URL does with a recording of the object storage. */
  recordingLinks: 'redirect' | 'proxy';
  recordingUrls: RecordingUrls;
  /** Where the client of this request reaches the server. */
  originOf: (request: Request) => string;
}

/** A link of the storage opens for no longer: who follows ours again gets another. */
const LINK_LIFE_S = 900;

const byCredentials = ({ calls }: RecordingRouteDeps): RouteDeclaration =>
  route(
    {
      method: 'get',
      path: '/calls/:id/recording',
      id: 'getCallRecording',
      audited: true,
      summary: "A call's recording: WAV, stereo, caller left, agent right",
      auth: 'member',
      scope: 'calls:read',
      weight: 5,
      params: callId,
      responses: { 200: null, 206: null },
      produces: 'audio/wav',
      errors: ['precondition_failed', 'recording_unavailable'],
    },
    async ({ principal, params, request, response }) =>
      sendRecording(await calls.recording(principal.organizationId, params.id), request, response),
  );

function bySignature(deps: RecordingRouteDeps): RouteDeclaration[] {
  const { calls, recordingLinks, recordingUrls, originOf } = deps;
  return [
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
        errors: ['recording_unavailable'],
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
        audited: true,
        summary: 'The recording behind a signed URL',
        auth: 'public',
        weight: 5,
        params: callId,
        query: signedQuery,
        responses: { 200: null, 206: null, 302: null },
        produces: 'audio/wav',
        errors: ['recording_unavailable'],
      },
      async ({ params, query, request, response }) => {
        recordingUrls.verify(params.id, query);
        const found = await calls.recording(query.organization, params.id);
        // A link of the storage is signed for GET only.
        if (found.on === 'disk' || recordingLinks === 'proxy' || request.method === 'HEAD') return sendRecording(found, request, response);
        const left = Math.ceil(query.expires - Date.now() / 1_000);
        const link = { fileName: `${params.id}.wav`, lifeSeconds: Math.max(1, Math.min(LINK_LIFE_S, left)) };
        response.set('Cache-Control', 'no-store').redirect(302, await asking(() => found.storage.link(found.path, link)));
        return null;
      },
    ),
  ];
}

export const recordingRoutes = (deps: RecordingRouteDeps): RouteDeclaration[] => [byCredentials(deps), ...bySignature(deps)];
