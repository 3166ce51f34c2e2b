import { z } from 'zod';
import { overrideWithoutEffect } from '../agents/agent-override.ts';
import { besides } from '../shared/without-effect.ts';
import { CHAT_FILTERS, chatFilters, type RetellChats } from './chats.ts';
import { variablesOf } from '../shared/metadata.ts';
import { retellRoute, type RetellRoute } from '../shared/route.ts';
import * as form from './schemas.ts';
import { PageQuery, pageAnswer } from '../shared/schemas.ts';

const filters = CHAT_FILTERS.map((name) => `\`${name}\``).join(', ');

const readingRoutes = (chats: RetellChats): RetellRoute[] => [
  retellRoute(
    {
      method: 'get',
      path: '/get-chat/:chat_id',
      sdk: ['chat.retrieve'],
      scope: 'conversations:read',
      params: form.ChatPath,
      status: 200,
      answer: form.ChatAnswer,
    },
    async ({ organizationId, params }) => chats.retrieve(organizationId, params.chat_id),
  ),
  retellRoute(
    {
      method: 'post',
      path: '/v3/list-chats',
      sdk: ['chat.list'],
      scope: 'conversations:read',
      limiter: 'list',
      weight: 2,
      body: form.ListChats,
      status: 200,
      answer: pageAnswer(form.ListedChat),
      differs: `Filters: ${filters}, each with one value; others are refused by name.`,
    },
    async ({ organizationId, body }) => {
      const asked = chatFilters(body.filter_criteria);
      const page = await chats.list(organizationId, body, asked);
      return body.include_total ? { ...page, total: await chats.total(organizationId, asked) } : page;
    },
  ),
  retellRoute(
    {
      method: 'get',
      path: '/list-chat',
      sdk: [],
      scope: 'conversations:read',
      limiter: 'list',
      weight: 5,
      query: PageQuery,
      status: 200,
      answer: z.array(form.ChatAnswer),
    },
    async ({ organizationId, query }) => chats.listWhole(organizationId, query),
  ),
];

const talkingRoutes = (chats: RetellChats): RetellRoute[] => [
  retellRoute(
    {
      method: 'post',
      path: '/create-chat',
      sdk: ['chat.create'],
      scope: 'conversations:write',
      body: form.CreateChat,
      withoutEffect: overrideWithoutEffect,
      status: 201,
      answer: form.ChatAnswer,
      differs: '`agent_override` as that of calls. A voice agent can chat too. Names of variables are letters, digits and underscores.',
    },
    async ({ principal, body }) => chats.create(principal, body),
  ),
  retellRoute(
    {
      method: 'post',
      path: '/create-chat-completion',
      reachesOutside: true,
      sdk: ['chat.createChatCompletion'],
      scope: 'conversations:write',
      weight: 5,
      body: form.ChatCompletion,
      status: 201,
      answer: form.CompletionAnswer,
    },
    async ({ organizationId, body }) => chats.complete(organizationId, body.chat_id, body.content),
  ),
];

const changingRoutes = (chats: RetellChats): RetellRoute[] => [
  retellRoute(
    {
      method: 'patch',
      path: '/update-chat/:chat_id',
      sdk: ['chat.update'],
      scope: 'conversations:write',
      params: form.ChatPath,
      body: form.UpdateChat,
      withoutEffect: besides(['metadata', 'custom_attributes', 'override_dynamic_variables']),
      status: 200,
      answer: form.ChatAnswer,
      differs:
        '`data_storage_setting` and `custom_attributes` are kept and given back. `override_dynamic_variables` hold from the next answer on, of a chat that goes on.',
    },
    async ({ organizationId, params, body }) => {
      await chats.updateVariables(
        organizationId,
        params.chat_id,
        variablesOf(body.override_dynamic_variables, 'override_dynamic_variables'),
      );
      return chats.update(organizationId, params.chat_id, body);
    },
  ),
  retellRoute(
    {
      method: 'patch',
      path: '/end-chat/:chat_id',
      reachesOutside: true,
      sdk: ['chat.end'],
      scope: 'conversations:write',
      params: form.ChatPath,
      status: 204,
      answer: null,
    },
    async ({ organizationId, params }) => chats.end(organizationId, params.chat_id),
  ),
  retellRoute(
    {
      method: 'delete',
      path: '/delete-chat/:chat_id',
      reachesOutside: true,
      sdk: ['chat.delete'],
      scope: 'conversations:write',
      params: form.ChatPath,
      status: 204,
      answer: null,
    },
    async ({ organizationId, params }) => chats.remove(organizationId, params.chat_id),
  ),
];

export const chatRoutes = (chats: RetellChats): RetellRoute[] => [
  ...readingRoutes(chats),
  ...talkingRoutes(chats),
  ...changingRoutes(chats),
];
