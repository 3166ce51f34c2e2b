import { z } from 'zod';
import { llmWithoutEffect } from './llm-fields.ts';
import type { Llms } from './llms.ts';
import { retellRoute, type RetellRoute } from '../shared/route.ts';
import * as form from './schemas.ts';
import { PageQuery, VersionQuery, pageAnswer } from '../shared/schemas.ts';

const readingRoutes = (llms: Llms): RetellRoute[] => [
  retellRoute(
    {
      method: 'get',
      path: '/get-retell-llm/:llm_id',
      sdk: ['llm.retrieve'],
      scope: 'agents:read',
      params: form.LlmPath,
      query: VersionQuery,
      status: 200,
      answer: form.LlmAnswer,
      differs:
        'Its versions are those of the first agent that has it. An agent that was made elsewhere has the LLM of its own id, with `llm_` before it.',
    },
    async ({ organizationId, params, query }) => llms.retrieve(organizationId, params.llm_id, query.version),
  ),
  retellRoute(
    {
      method: 'get',
      path: '/v2/list-retell-llms',
      sdk: ['llm.list'],
      scope: 'agents:read',
      limiter: 'list',
      weight: 2,
      query: PageQuery,
      status: 200,
      answer: pageAnswer(form.LlmAnswer),
      differs: 'Those that were created as LLMs come first, then those that are part of an agent.',
    },
    async ({ organizationId, query }) => llms.list(organizationId, query),
  ),
  retellRoute(
    {
      method: 'get',
      path: '/list-retell-llms',
      sdk: [],
      scope: 'agents:read',
      limiter: 'list',
      weight: 2,
      query: PageQuery,
      status: 200,
      answer: z.array(form.LlmAnswer),
    },
    async ({ organizationId, query }) => {
      const key =
        query.pagination_key === undefined ? undefined : await llms.keyBehind(organizationId, query.pagination_key, query.sort_order);
      return (await llms.list(organizationId, { ...query, pagination_key: key })).items;
    },
  ),
];

const changingRoutes = (llms: Llms): RetellRoute[] => [
  retellRoute(
    {
      method: 'post',
      path: '/create-retell-llm',
      sdk: ['llm.create'],
      scope: 'agents:write',
      body: form.LlmBody,
      withoutEffect: llmWithoutEffect(),
      status: 201,
      answer: form.LlmAnswer,
    },
    async ({ organizationId, body }) => llms.create(organizationId, body),
  ),
  retellRoute(
    {
      method: 'patch',
      path: '/update-retell-llm/:llm_id',
      sdk: ['llm.update'],
      scope: 'agents:write',
      params: form.LlmPath,
      query: VersionQuery,
      body: form.LlmBody,
      withoutEffect: llmWithoutEffect(),
      status: 200,
      answer: form.LlmAnswer,
      differs: 'Changes the draft of every agent that has it.',
    },
    async ({ organizationId, params, query, body }) => llms.update(organizationId, params.llm_id, query.version, body),
  ),
  retellRoute(
    {
      method: 'delete',
      path: '/delete-retell-llm/:llm_id',
      sdk: ['llm.delete'],
      scope: 'agents:write',
      params: form.LlmPath,
      query: form.ForceQuery,
      status: 204,
      answer: null,
      differs: 'Agents that have it keep its words and become their own LLM. One that is part of an agent goes with the agent.',
    },
    async ({ organizationId, params, query }) => llms.remove(organizationId, params.llm_id, query.force_delete === 'true'),
  ),
];

export const llmRoutes = (llms: Llms): RetellRoute[] => [...readingRoutes(llms), ...changingRoutes(llms)];
