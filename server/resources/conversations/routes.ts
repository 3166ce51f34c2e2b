import {
  Conversation,
  ConversationExportQuery,
  ConversationListItem,
  ConversationListQuery,
  CreateConversation,
  CreateMessage,
  id,
  Message,
  MessageExchange,
  MessageListQuery,
  MessageStreamEvent,
  page,
  UpdateConversation,
} from '@parley/contract';
import type { TextTurnEvent } from '@parley/engine/text-conversation.ts';
import type { Response } from 'express';
import { z } from 'zod';
import { etagOf, revisionOf } from '../../platform/http/etag.ts';
import { asAppError } from '../../platform/http/problems.ts';
import { route, type RouteDeclaration } from '../../platform/http/route.ts';
import { openEventStream } from '../../platform/http/sse.ts';
import type { Conversations } from './conversation-service.ts';
import { exportConversation } from './export.ts';

const conversationId = z.strictObject({ id: id('conv') });

function streamEvent(event: TextTurnEvent): MessageStreamEvent {
  switch (event.type) {
    case 'text':
      return { type: 'message.delta', text: event.text };
    case 'function_called':
      return { type: 'function.called', id: event.call.id, name: event.call.name, arguments: event.call.arguments };
    case 'function_finished':
      return { type: 'function.finished', id: event.id, status: event.ok ? 'succeeded' : 'failed' };
    default:
      return event satisfies never;
  }
}

/** What can be refused is refused before the stream begins; what fails later is its last event. */
async function streamAnswer(
  conversations: Conversations,
  { organizationId, id, content }: { organizationId: string; id: string; content: string },
  response: Response,
): Promise<null> {
  await conversations.check(organizationId, id);
  const stream = openEventStream(response);
  const send = (event: MessageStreamEvent): void => stream.send({ event: event.type, data: event });
  await conversations
    .say(organizationId, id, content, (event) => send(streamEvent(event)))
    .then(
      (exchange) => send({ type: 'exchange.completed', exchange }),
      (thrown: unknown) => {
        const error = asAppError(thrown);
        send({ type: 'error', code: error.code, message: error.message });
      },
    );
  stream.close();
  return null;
}

const collectionRoutes = (conversations: Conversations): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/conversations',
      id: 'listConversations',
      summary: 'List conversations, typed and spoken',
      auth: 'member',
      scope: 'conversations:read',
      weight: 2,
      query: ConversationListQuery,
      responses: { 200: page(ConversationListItem) },
    },
    async ({ principal, query }) => ({ status: 200, body: await conversations.list(principal.organizationId, query) }),
  ),
  route(
    {
      method: 'post',
      path: '/conversations',
      id: 'createConversation',
      summary: 'Begin a typed conversation with an agent',
      description: 'The agent greets first, where it has a greeting.',
      auth: 'member',
      scope: 'conversations:write',
      weight: 2,
      body: CreateConversation,
      responses: { 201: Conversation },
      errors: ['impossible_settings', 'provider_not_configured'],
    },
    async ({ principal, body }) => {
      const conversation = await conversations.create(principal, body);
      return { status: 201, body: conversation, headers: etagOf(conversation) };
    },
  ),
];

const readingRoutes = (conversations: Conversations): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/conversations/:id',
      id: 'getConversation',
      summary: 'Get a conversation with its messages and function calls',
      auth: 'member',
      scope: 'conversations:read',
      params: conversationId,
      responses: { 200: Conversation },
    },
    async ({ principal, params }) => {
      const conversation = await conversations.get(principal.organizationId, params.id);
      return { status: 200, body: conversation, headers: etagOf(conversation) };
    },
  ),
  route(
    {
      method: 'get',
      path: '/conversations/:id/export',
      id: 'exportConversation',
      audited: true,
      summary: 'A conversation as JSON, plain text or WebVTT',
      auth: 'member',
      scope: 'conversations:read',
      weight: 2,
      params: conversationId,
      query: ConversationExportQuery,
      responses: { 200: null },
      produces: ['application/json', 'text/plain', 'text/vtt'],
    },
    async ({ principal, params, query }) => {
      const { type, extension, text } = exportConversation(await conversations.get(principal.organizationId, params.id), query.format);
      return {
        status: 200,
        body: text,
        headers: { 'Content-Type': type, 'Content-Disposition': `attachment; filename="${params.id}.${extension}"` },
      };
    },
  ),
];

const messageRoutes = (conversations: Conversations): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/conversations/:id/messages',
      id: 'listMessages',
      summary: 'List the messages of a conversation, oldest first',
      description: 'What was said and which functions ran, in order; of a call that goes on, what has been said so far.',
      auth: 'member',
      scope: 'conversations:read',
      params: conversationId,
      query: MessageListQuery,
      responses: { 200: page(Message) },
    },
    async ({ principal, params, query }) => ({
      status: 200,
      body: await conversations.messages(principal.organizationId, params.id, query),
    }),
  ),
  route(
    {
      method: 'post',
      path: '/conversations/:id/messages',
      id: 'createMessage',
      reachesOutside: true,
      summary: 'Say something and get the answer, whole or as it is made (text/event-stream)',
      description: 'When the answer fails, nothing of the exchange is kept and the message can be sent again.',
      auth: 'member',
      scope: 'conversations:write',
      weight: 5,
      params: conversationId,
      body: CreateMessage,
      responses: { 201: MessageExchange },
      streams: MessageStreamEvent,
      errors: [
        'conflict',
        'conversation_ended',
        'conversation_busy',
        'provider_failed',
        'provider_timeout',
        'impossible_settings',
        'provider_not_configured',
        'capacity_reached',
      ],
    },
    async ({ principal, params, body, request, response }) => {
      if (request.accepts(['json', 'text/event-stream']) === 'text/event-stream')
        return streamAnswer(conversations, { organizationId: principal.organizationId, id: params.id, content: body.content }, response);
      return { status: 201, body: await conversations.say(principal.organizationId, params.id, body.content) };
    },
  ),
];

const wholeRoutes = (conversations: Conversations): RouteDeclaration[] => [
  route(
    {
      method: 'patch',
      path: '/conversations/:id',
      id: 'updateConversation',
      summary: 'Change the metadata (JSON merge patch)',
      auth: 'member',
      scope: 'conversations:write',
      params: conversationId,
      body: UpdateConversation,
      responses: { 200: Conversation },
      conditional: true,
    },
    async ({ principal, params, body, request }) => {
      const conversation = await conversations.updateMetadata(principal.organizationId, params.id, body.metadata, revisionOf(request));
      return { status: 200, body: conversation, headers: etagOf(conversation) };
    },
  ),
  route(
    {
      method: 'post',
      path: '/conversations/:id/end',
      id: 'endConversation',
      summary: 'End a typed conversation',
      auth: 'member',
      scope: 'conversations:write',
      params: conversationId,
      responses: { 200: Conversation },
      errors: ['conflict', 'conversation_ended'],
    },
    async ({ principal, params }) => {
      const conversation = await conversations.end(principal.organizationId, params.id);
      return { status: 200, body: conversation, headers: etagOf(conversation) };
    },
  ),
  route(
    {
      method: 'delete',
      path: '/conversations/:id',
      id: 'deleteConversation',
      reachesOutside: true,
      summary: "Delete a typed conversation; a call's goes with its call",
      auth: 'member',
      scope: 'conversations:write',
      params: conversationId,
      responses: { 204: null },
      conditional: true,
      errors: ['conflict'],
    },
    async ({ principal, params, request }) => {
      await conversations.remove(principal.organizationId, params.id, revisionOf(request));
      return { status: 204 };
    },
  ),
];

export const conversationRoutes = (conversations: Conversations): RouteDeclaration[] => [
  ...collectionRoutes(conversations),
  ...readingRoutes(conversations),
  ...messageRoutes(conversations),
  ...wholeRoutes(conversations),
];
