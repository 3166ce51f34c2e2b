import { EventListQuery, id, page, WebhookEvent } from '@parley/contract';
import { z } from 'zod';
import { route, type RouteDeclaration, type RouteInput } from '../../platform/http/route.ts';
import { openEventStream, type EventStream } from '../../platform/http/sse.ts';
import type { EventFeed } from './event-feed.ts';
import type { Events } from './event-service.ts';

type Asked = Pick<RouteInput<undefined, typeof EventListQuery, undefined, 'member'>, 'principal' | 'query' | 'request' | 'response'>;

async function followEvents(feed: EventFeed, { principal, query, request, response }: Asked): Promise<null> {
  const given = request.headers['last-event-id'];
  // What was missed is read before the stream begins, so that a wrong id is still answered in words.
  let stream: EventStream | null = null;
  let failed = false;
  const early: WebhookEvent[] = [];
  const send = (event: WebhookEvent): void =>
    stream === null ? void early.push(event) : stream.send({ id: event.id, event: event.type, data: event });
  const stop = await feed.follow({
    organizationId: principal.organizationId,
    afterId: typeof given === 'string' && given !== '' ? given : null,
    type: query.type,
    agentId: query.agent_id,
    onEvent: send,
    onFailed: () => {
      failed = true;
      stream?.close();
    },
  });
  stream = openEventStream(response);
  for (const event of early) send(event);
  stream.onClose(stop);
  // Ended, the reader comes again after what it has; silent, it would wait.
  if (failed) stream.close();
  return null;
}

export const eventRoutes = (events: Events, feed: EventFeed): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/events',
      id: 'listEvents',
      summary: 'List events, newest first, or follow them live (text/event-stream)',
      description:
        'A stream begins with now, or after the event that `Last-Event-ID` names; of the filters it takes `type` and `agent_id`.',
      auth: 'member',
      scope: 'webhooks:read',
      query: EventListQuery,
      responses: { 200: page(WebhookEvent) },
      streams: WebhookEvent,
    },
    async ({ principal, query, request, response }) => {
      if (request.accepts(['json', 'text/event-stream']) === 'text/event-stream')
        return followEvents(feed, { principal, query, request, response });
      return { status: 200, body: await events.list(principal.organizationId, query) };
    },
  ),
  route(
    {
      method: 'get',
      path: '/events/:id',
      id: 'getEvent',
      summary: 'Get an event, as it was sent to endpoints',
      auth: 'member',
      scope: 'webhooks:read',
      params: z.strictObject({ id: id('event') }),
      responses: { 200: WebhookEvent },
    },
    async ({ principal, params }) => ({ status: 200, body: await events.get(principal.organizationId, params.id) }),
  ),
];
