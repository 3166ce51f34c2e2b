/** What is sent to the endpoints of an organization, as the document's `webhooks`. */
import { WEBHOOK_EVENTS, WebhookEvent } from '@parley/contract';
import { exampleOf } from '@parley/contract/examples/index.ts';
import type { z } from 'zod';
import type { oas31, ZodOpenApiPathItemObject, ZodOpenApiPathsObject } from 'zod-openapi';
import { nameOf } from './operation.ts';
import type { Tag } from './tags.ts';

const JSON_TYPE = 'application/json';

export const WEBHOOK_TAG: Tag = {
  name: 'Webhook events',
  description: [
    'Events that the server sends to the endpoints that are configured under Webhooks. `call.analyzed` follows `call.ended` where the agent has a language model behind a network and the caller said something.',
    'A delivery is a `POST` whose body is one event, signed as the [Standard Webhooks](https://www.standardwebhooks.com) specification says: `webhook-signature` is `v1,` and the base64 HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}` under the endpoint’s secret. Check it over the body’s bytes as they came, refuse timestamps more than five minutes away, and remember ids: a delivery can come twice.',
    'Any `2xx` says that it arrived; anything else, and silence, has it sent again later.',
  ].join('\n\n'),
};

const headers = [
  { name: 'webhook-id', description: 'The event’s id; the same in every attempt.', example: 'event_01kaxw4c8m9r3n5t7v2x6y8z0b' },
  { name: 'webhook-timestamp', description: 'When this attempt was made, in seconds since 1970.', example: '1764050400' },
  {
    name: 'webhook-signature',
    description: 'One or more signatures, with spaces between: more than one while a secret is being replaced.',
    example: 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  },
].map((one) => ({ ...one, in: 'header' as const, required: true, schema: { type: 'string' as const } }));

const operationId = (type: string): string => `on${type.replace(/(?:^|[._])(\w)/g, (_all, letter: string) => letter.toUpperCase())}`;

/** Not sent to anybody: it brings the union of all events into the document. */
const ANY_EVENT = 'any';

const described = (type: string, summary: string, schema: z.ZodType): ZodOpenApiPathItemObject => ({
  post: {
    operationId: operationId(type),
    summary,
    tags: [WEBHOOK_TAG.name],
    security: [],
    parameters: headers,
    responses: { 200: { description: 'The event.', content: { [JSON_TYPE]: { schema, example: exampleOf(nameOf(schema)) } } } },
  },
});

/** The events as answers: as bodies of requests they would be described as if this server were to receive them. */
export const webhookAnswers = (): ZodOpenApiPathsObject => ({
  [ANY_EVENT]: described(ANY_EVENT, 'Any event', WebhookEvent),
  ...Object.fromEntries(WEBHOOK_EVENTS.map(({ type, schema, summary }) => [type, described(type, summary, schema)])),
});

const RECEIVED: oas31.ResponsesObject = { '2XX': { description: 'It arrived.' }, '4XX': { description: 'It is sent again later.' } };

/** Each event as the body of the request that delivers it. */
export function asDeliveries(answers: Readonly<Record<string, oas31.PathItemObject>> = {}): Record<string, oas31.PathItemObject> {
  const sent = Object.entries(answers).filter(([type]) => type !== ANY_EVENT);
  return Object.fromEntries(
    sent.map(([type, item]) => {
      const { responses, ...operation } = item.post ?? {};
      const { content = {} } = (responses?.[200] ?? {}) as oas31.ResponseObject;
      return [type, { post: { ...operation, requestBody: { required: true, content }, responses: RECEIVED } }];
    }),
  );
}
