import { z } from 'zod';
import type { RetellPhoneNumbers } from './phone-numbers.ts';
import { retellRoute, type RetellRoute } from '../shared/route.ts';
import * as form from './schemas.ts';
import { besides } from '../shared/without-effect.ts';
import { PageQuery, pageAnswer } from '../shared/schemas.ts';

const withoutEffect = besides(['phone_number', ...Object.keys(form.number)]);
const AGENTS = 'At most one agent in `inbound_agents` and `outbound_agents`.';

const readingRoutes = (numbers: RetellPhoneNumbers): RetellRoute[] => [
  retellRoute(
    {
      method: 'get',
      path: '/get-phone-number/:phone_number',
      sdk: ['phoneNumber.retrieve'],
      scope: 'phone_numbers:read',
      params: form.NumberPath,
      status: 200,
      answer: form.NumberAnswer,
    },
    async ({ organizationId, params }) => numbers.retrieve(organizationId, params.phone_number),
  ),
  retellRoute(
    {
      method: 'get',
      path: '/v2/list-phone-numbers',
      sdk: ['phoneNumber.list'],
      scope: 'phone_numbers:read',
      limiter: 'list',
      query: PageQuery,
      status: 200,
      answer: pageAnswer(form.NumberAnswer),
    },
    async ({ organizationId, query }) => numbers.list(organizationId, query),
  ),
  retellRoute(
    {
      method: 'get',
      path: '/list-phone-numbers',
      sdk: [],
      scope: 'phone_numbers:read',
      limiter: 'list',
      query: PageQuery,
      status: 200,
      answer: z.array(form.NumberAnswer),
    },
    async ({ organizationId, query }) => numbers.listWhole(organizationId, query),
  ),
];

const changingRoutes = (numbers: RetellPhoneNumbers): RetellRoute[] => [
  retellRoute(
    {
      method: 'post',
      path: '/create-phone-number',
      sdk: ['phoneNumber.create'],
      scope: 'phone_numbers:write',
      body: form.CreateNumber,
      withoutEffect,
      status: 201,
      answer: form.NumberAnswer,
      differs: `Nothing is bought: \`phone_number\` is a number that you have. ${AGENTS}`,
    },
    async ({ organizationId, body }) => numbers.create(organizationId, body),
  ),
  retellRoute(
    {
      method: 'post',
      path: '/import-phone-number',
      sdk: ['phoneNumber.import'],
      scope: 'phone_numbers:write',
      body: form.ImportNumber,
      withoutEffect,
      status: 201,
      answer: form.NumberAnswer,
      differs: `The trunk's address and user are kept and given back, its password is not kept; calls reach the number once telephony is configured. ${AGENTS}`,
    },
    async ({ organizationId, body }) => numbers.create(organizationId, body),
  ),
  retellRoute(
    {
      method: 'patch',
      path: '/update-phone-number/:phone_number',
      sdk: ['phoneNumber.update'],
      scope: 'phone_numbers:write',
      params: form.NumberPath,
      body: form.UpdateNumber,
      withoutEffect,
      status: 200,
      answer: form.NumberAnswer,
      differs: AGENTS,
    },
    async ({ organizationId, params, body }) => numbers.update(organizationId, params.phone_number, body),
  ),
  retellRoute(
    {
      method: 'delete',
      path: '/delete-phone-number/:phone_number',
      sdk: ['phoneNumber.delete'],
      scope: 'phone_numbers:write',
      params: form.NumberPath,
      status: 204,
      answer: null,
    },
    async ({ organizationId, params }) => numbers.remove(organizationId, params.phone_number),
  ),
];

export const phoneNumberRoutes = (numbers: RetellPhoneNumbers): RetellRoute[] => [...readingRoutes(numbers), ...changingRoutes(numbers)];
