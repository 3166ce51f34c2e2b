import {
  CreatedWebhook,
  CreateWebhook,
  DeliveriesOfWebhookQuery,
  EventFilter,
  FilterPreview,
  id,
  page,
  ReplayWebhook,
  ResendDeliveries,
  ResentDeliveries,
  RotateWebhookSecret,
  TestWebhook,
  UpdateWebhook,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookDeliveryListQuery,
  WebhookListQuery,
} from '@parley/contract';
import { z } from 'zod';
import { etagOf, revisionOf } from '../../platform/http/etag.ts';
import { route, type RouteDeclaration } from '../../platform/http/route.ts';
import type { Deliveries } from './delivery-service.ts';
import type { Webhooks } from './webhook-service.ts';

const webhookId = z.strictObject({ id: id('webhook') });
const deliveryId = z.strictObject({ id: id('delivery') });

const collectionRoutes = (webhooks: Webhooks): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/webhooks',
      id: 'listWebhooks',
      summary: 'List webhooks',
      auth: 'member',
      scope: 'webhooks:read',
      query: WebhookListQuery,
      responses: { 200: page(Webhook) },
    },
    async ({ principal, query }) => ({ status: 200, body: await webhooks.list(principal.organizationId, query) }),
  ),
  route(
    {
      method: 'post',
      path: '/webhooks',
      id: 'createWebhook',
      summary: 'Send events to an endpoint; its secret is shown this once',
      description: 'The URL must be https and lead to a public address; an installation may allow others. Redirects are not followed.',
      auth: 'admin',
      scope: 'webhooks:write',
      weight: 2,
      body: CreateWebhook,
      responses: { 201: CreatedWebhook },
      errors: ['conflict'],
    },
    async ({ principal, body }) => {
      const webhook = await webhooks.create(principal.organizationId, body);
      return { status: 201, body: webhook, headers: etagOf(webhook) };
    },
  ),
  route(
    {
      method: 'post',
      path: '/events/preview',
      id: 'previewEventFilter',
      summary: 'What a filter would have matched in the last 24 hours',
      description: 'Of the newest 10,000 events.',
      auth: 'member',
      scope: 'webhooks:read',
      weight: 10,
      idempotent: false,
      // It changes nothing.
      audited: false,
      body: EventFilter,
      responses: { 200: FilterPreview },
    },
    async ({ principal, body }) => ({ status: 200, body: await webhooks.preview(principal.organizationId, body) }),
  ),
];

const webhookRoutesOfOne = (webhooks: Webhooks): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/webhooks/:id',
      id: 'getWebhook',
      summary: 'Get a webhook',
      auth: 'member',
      scope: 'webhooks:read',
      params: webhookId,
      responses: { 200: Webhook },
    },
    async ({ principal, params }) => {
      const webhook = await webhooks.get(principal.organizationId, params.id);
      return { status: 200, body: webhook, headers: etagOf(webhook) };
    },
  ),
  route(
    {
      method: 'patch',
      path: '/webhooks/:id',
      id: 'updateWebhook',
      summary: 'Change a webhook, enable or disable it',
      description: 'A webhook that is disabled gets no new events; what waited for it is sent once it is enabled again.',
      auth: 'admin',
      scope: 'webhooks:write',
      params: webhookId,
      body: UpdateWebhook,
      responses: { 200: Webhook },
      conditional: true,
    },
    async ({ principal, params, body, request }) => {
      const webhook = await webhooks.update(principal.organizationId, params.id, body, revisionOf(request));
      return { status: 200, body: webhook, headers: etagOf(webhook) };
    },
  ),
  route(
    {
      method: 'delete',
      path: '/webhooks/:id',
      id: 'deleteWebhook',
      summary: 'Delete a webhook with its deliveries',
      auth: 'admin',
      scope: 'webhooks:write',
      params: webhookId,
      responses: { 204: null },
      conditional: true,
    },
    async ({ principal, params, request }) => {
      await webhooks.remove(principal.organizationId, params.id, revisionOf(request));
      return { status: 204 };
    },
  ),
];

const webhookActions = (webhooks: Webhooks, deliveries: Deliveries): RouteDeclaration[] => [
  route(
    {
      method: 'post',
      path: '/webhooks/:id/rotate-secret',
      id: 'rotateWebhookSecret',
      summary: 'Give a webhook a new secret; deliveries are signed with both for a while',
      auth: 'admin',
      scope: 'webhooks:write',
      params: webhookId,
      body: RotateWebhookSecret,
      responses: { 200: CreatedWebhook },
    },
    async ({ principal, params, body }) => {
      const webhook = await webhooks.rotate(principal.organizationId, params.id, body.overlap_seconds);
      return { status: 200, body: webhook, headers: etagOf(webhook) };
    },
  ),
  route(
    {
      method: 'post',
      path: '/webhooks/:id/test',
      id: 'testWebhook',
      reachesOutside: true,
      summary: 'Send a sample event, or own data, now, and see what came of it',
      description: 'It is tried once, whether or not the webhook is enabled and whatever its filter.',
      auth: 'admin',
      scope: 'webhooks:write',
      weight: 10,
      params: webhookId,
      body: TestWebhook,
      responses: { 201: WebhookDeliveryDetail },
    },
    async ({ principal, params, body }) => ({ status: 201, body: await deliveries.test(principal.organizationId, params.id, body) }),
  ),
  route(
    {
      method: 'post',
      path: '/webhooks/:id/replay',
      id: 'replayWebhook',
      summary: 'Send everything since a time again, or only what did not arrive',
      auth: 'admin',
      scope: 'webhooks:write',
      weight: 20,
      params: webhookId,
      body: ReplayWebhook,
      responses: { 202: ResentDeliveries },
      errors: ['webhook_disabled'],
    },
    async ({ principal, params, body }) => ({
      status: 202,
      body: { count: await deliveries.replay(principal.organizationId, params.id, body) },
    }),
  ),
];

const deliveryLists = (deliveries: Deliveries): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/webhooks/:id/deliveries',
      id: 'listDeliveriesOfWebhook',
      summary: 'List deliveries to one webhook, newest first',
      auth: 'member',
      scope: 'webhooks:read',
      params: webhookId,
      query: DeliveriesOfWebhookQuery,
      responses: { 200: page(WebhookDelivery) },
    },
    async ({ principal, params, query }) => ({
      status: 200,
      body: await deliveries.listOf(principal.organizationId, params.id, query),
    }),
  ),
  route(
    {
      method: 'get',
      path: '/webhook-deliveries',
      id: 'listWebhookDeliveries',
      summary: 'List deliveries to all webhooks, newest first',
      auth: 'member',
      scope: 'webhooks:read',
      query: WebhookDeliveryListQuery,
      responses: { 200: page(WebhookDelivery) },
    },
    async ({ principal, query }) => ({ status: 200, body: await deliveries.list(principal.organizationId, query) }),
  ),
];

const deliveryRoutes = (deliveries: Deliveries): RouteDeclaration[] => [
  route(
    {
      method: 'post',
      path: '/webhook-deliveries/batch/resend',
      id: 'resendWebhookDeliveries',
      summary: 'Send a selection of deliveries again',
      description: 'Those that are being sent, and those to webhooks that are disabled, are passed over.',
      auth: 'admin',
      scope: 'webhooks:write',
      weight: 5,
      body: ResendDeliveries,
      responses: { 202: ResentDeliveries },
    },
    async ({ principal, body }) => ({ status: 202, body: { count: await deliveries.resend(principal.organizationId, body.ids) } }),
  ),
  route(
    {
      method: 'get',
      path: '/webhook-deliveries/:id',
      id: 'getWebhookDelivery',
      summary: 'Get a delivery with its body and every attempt',
      auth: 'member',
      scope: 'webhooks:read',
      params: deliveryId,
      responses: { 200: WebhookDeliveryDetail },
    },
    async ({ principal, params }) => ({ status: 200, body: await deliveries.get(principal.organizationId, params.id) }),
  ),
  route(
    {
      method: 'post',
      path: '/webhook-deliveries/:id/resend',
      id: 'resendWebhookDelivery',
      summary: 'Send a delivery again',
      auth: 'admin',
      scope: 'webhooks:write',
      params: deliveryId,
      responses: { 202: WebhookDelivery },
      errors: ['webhook_disabled', 'conflict'],
    },
    async ({ principal, params }) => ({ status: 202, body: await deliveries.resendOne(principal.organizationId, params.id) }),
  ),
];

export const webhookRoutes = (webhooks: Webhooks, deliveries: Deliveries): RouteDeclaration[] => [
  ...collectionRoutes(webhooks),
  ...webhookRoutesOfOne(webhooks),
  ...webhookActions(webhooks, deliveries),
  ...deliveryLists(deliveries),
  ...deliveryRoutes(deliveries),
];
