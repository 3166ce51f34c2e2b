import { CreatePhoneNumber, id, page, PhoneNumber, PhoneNumberListQuery, UpdatePhoneNumber } from '@parley/contract';
import { z } from 'zod';
import { etagOf, revisionOf } from '../../platform/http/etag.ts';
import { route, type RouteDeclaration } from '../../platform/http/route.ts';
import type { PhoneNumbers } from './phone-number-service.ts';

const numberId = z.strictObject({ id: id('number') });

const collectionRoutes = (numbers: PhoneNumbers): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/phone-numbers',
      id: 'listPhoneNumbers',
      summary: 'List phone numbers',
      auth: 'member',
      scope: 'phone_numbers:read',
      query: PhoneNumberListQuery,
      responses: { 200: page(PhoneNumber) },
    },
    async ({ principal, query }) => ({ status: 200, body: await numbers.list(principal.organizationId, query) }),
  ),
  route(
    {
      method: 'post',
      path: '/phone-numbers',
      id: 'createPhoneNumber',
      summary: 'Add a phone number and say which agents use it',
      description: 'The number is kept with its agents; calls reach it once a telephone trunk is configured.',
      auth: 'member',
      scope: 'phone_numbers:write',
      body: CreatePhoneNumber,
      responses: { 201: PhoneNumber },
      errors: ['conflict'],
    },
    async ({ principal, body }) => {
      const number = await numbers.create(principal.organizationId, body);
      return { status: 201, body: number, headers: etagOf(number) };
    },
  ),
];

const numberRoutes = (numbers: PhoneNumbers): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/phone-numbers/:id',
      id: 'getPhoneNumber',
      summary: 'Get a phone number',
      auth: 'member',
      scope: 'phone_numbers:read',
      params: numberId,
      responses: { 200: PhoneNumber },
    },
    async ({ principal, params }) => {
      const number = await numbers.get(principal.organizationId, params.id);
      return { status: 200, body: number, headers: etagOf(number) };
    },
  ),
  route(
    {
      method: 'patch',
      path: '/phone-numbers/:id',
      id: 'updatePhoneNumber',
      summary: 'Change the agents, nickname or metadata of a number',
      auth: 'member',
      scope: 'phone_numbers:write',
      params: numberId,
      body: UpdatePhoneNumber,
      responses: { 200: PhoneNumber },
      conditional: true,
    },
    async ({ principal, params, body, request }) => {
      const number = await numbers.update(principal.organizationId, params.id, body, revisionOf(request));
      return { status: 200, body: number, headers: etagOf(number) };
    },
  ),
  route(
    {
      method: 'delete',
      path: '/phone-numbers/:id',
      id: 'deletePhoneNumber',
      summary: 'Remove a phone number',
      auth: 'member',
      scope: 'phone_numbers:write',
      params: numberId,
      responses: { 204: null },
      conditional: true,
    },
    async ({ principal, params, request }) => {
      await numbers.remove(principal.organizationId, params.id, revisionOf(request));
      return { status: 204 };
    },
  ),
];

export const phoneNumberRoutes = (numbers: PhoneNumbers): RouteDeclaration[] => [...collectionRoutes(numbers), ...numberRoutes(numbers)];
