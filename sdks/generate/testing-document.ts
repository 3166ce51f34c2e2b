/** A small document in the shape of the real one, with one of everything that an SDK has to tell apart. */
import type { JsonSchema, OpenApiDocument, OpenApiParameter, OpenApiResponse } from './openapi-document.ts';

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: JsonSchema): OpenApiResponse => ({ description: 'Success', content: { 'application/json': { schema } } });
const problem = (code: string, status: number, title: string): OpenApiResponse => ({
  description: title,
  content: {
    'application/problem+json': {
      schema: ref('Problem'),
      examples: { [code]: { value: { type: 'about:blank', title, status, code, request_id: 'req_1' } } },
    },
  },
});

const id: OpenApiParameter = { name: 'id', in: 'path', required: true, description: 'The agent.', schema: { type: 'string' } };
const limit: OpenApiParameter = { name: 'limit', in: 'query', description: 'At most so many.', schema: { type: 'integer', default: 50 } };
const cursor: OpenApiParameter = { name: 'cursor', in: 'query', schema: { type: 'string' } };
const ifMatch: OpenApiParameter = { $ref: '#/components/parameters/IfMatch' };
const idempotencyKey: OpenApiParameter = { name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } };

const page = (item: string): JsonSchema => ({
  type: 'object',
  properties: { items: { type: 'array', items: ref(item) }, next_cursor: { type: ['string', 'null'] }, has_more: { type: 'boolean' } },
  required: ['items', 'next_cursor', 'has_more'],
  additionalProperties: false,
});

const message = (role: string): JsonSchema => ({
  type: 'object',
  properties: { role: { type: 'string', const: role }, content: { type: 'string' } },
  required: ['role', 'content'],
  additionalProperties: false,
});

const webhook = (type: string, data: JsonSchema): JsonSchema => ({
  type: 'object',
  properties: { id: { type: 'string' }, type: { type: 'string', const: type }, data },
  required: ['id', 'type', 'data'],
  additionalProperties: false,
});

const schemas: Record<string, JsonSchema> = {
  Timestamp: { type: 'string', format: 'date-time' },
  Voice: { type: 'string', enum: ['slt', 'rms'] },
  Settings: { type: 'object', properties: { speed: { default: 1, type: 'number' } }, additionalProperties: false },
  SettingsOutput: {
    type: 'object',
    properties: { speed: { default: 1, type: 'number' } },
    required: ['speed'],
    additionalProperties: false,
  },
  AgentConfig: {
    type: 'object',
    description: 'What an agent is like.',
    properties: {
      name: { type: 'string', description: 'What people call it.' },
      voice: { default: 'slt', ...ref('Voice') },
      settings: { default: {}, ...ref('Settings') },
      variables: { default: {}, type: 'object', propertyNames: { type: 'string' }, additionalProperties: { type: 'string' } },
    },
    required: ['name'],
    additionalProperties: false,
  },
  Agent: {
    type: 'object',
    properties: {
      id: { type: 'string' },
      settings: ref('SettingsOutput'),
      published_version: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
      note: { type: ['string', 'null'] },
      created_at: ref('Timestamp'),
      anything: {},
    },
    required: ['id', 'settings', 'published_version', 'note', 'created_at'],
    additionalProperties: false,
  },
  AgentPage: page('Agent'),
  UserMessage: message('user'),
  AgentMessage: message('agent'),
  Message: {
    type: 'object',
    oneOf: [ref('UserMessage'), ref('AgentMessage')],
    discriminator: { propertyName: 'role', mapping: { user: '#/components/schemas/UserMessage' } },
  },
  StreamEvent: {
    type: 'object',
    oneOf: [
      {
        type: 'object',
        properties: { type: { const: 'delta' }, text: { type: 'string' } },
        required: ['type', 'text'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: { type: { const: 'done' }, message: ref('Message') },
        required: ['type', 'message'],
        additionalProperties: false,
      },
    ],
  },
  AgentDeployedEvent: webhook('agent.deployed', ref('Agent')),
  AgentDeletedEvent: webhook('agent.deleted', { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] }),
  Unreached: { type: 'string' },
  Problem: {
    type: 'object',
    properties: { code: { type: 'string', enum: ['not_found', 'internal'] }, status: { type: 'integer' }, title: { type: 'string' } },
    required: ['code', 'status', 'title'],
    additionalProperties: false,
  },
};

const body = (schema: JsonSchema) => ({
  required: true,
  content: { 'application/json': { schema }, 'application/merge-patch+json': { schema } },
});
const apiKey = [{ apiKey: [] }, { accessToken: [] }];
const everybodyWithCredentials = [...apiKey, { session: [] }];

export const TEST_DOCUMENT: OpenApiDocument = {
  openapi: '3.1.0',
  info: { title: 'Parley', version: '0.1.0' },
  paths: {
    '/agents': {
      get: {
        operationId: 'listAgents',
        summary: 'List agents',
        security: everybodyWithCredentials,
        'x-scope': 'agents:read',
        parameters: [
          limit,
          cursor,
          {
            name: 'metadata',
            in: 'query',
            style: 'deepObject',
            explode: true,
            schema: { type: 'object', additionalProperties: { type: 'string' } },
          },
          {
            name: 'fields',
            in: 'query',
            style: 'form',
            explode: false,
            schema: { type: 'array', items: { type: 'string', enum: ['cost', 'metadata'] } },
          },
        ],
        responses: { '200': json(ref('AgentPage')) },
      },
      post: {
        operationId: 'createAgent',
        security: apiKey,
        parameters: [idempotencyKey],
        requestBody: body(ref('AgentConfig')),
        responses: { '201': json(ref('Agent')) },
      },
    },
    '/agents/{id}': {
      parameters: [id],
      get: {
        operationId: 'getAgent',
        security: apiKey,
        responses: { '200': json(ref('Agent')), '404': problem('not_found', 404, 'There is none.') },
      },
      patch: {
        operationId: 'updateAgent',
        security: everybodyWithCredentials,
        parameters: [ifMatch, idempotencyKey],
        requestBody: body({ type: 'object', additionalProperties: {} }),
        responses: { '200': json(ref('Agent')) },
      },
      delete: { operationId: 'deleteAgent', security: everybodyWithCredentials, responses: { '204': { description: 'Deleted' } } },
    },
    '/agents/{id}/versions': {
      get: { operationId: 'listAgentVersions', security: apiKey, parameters: [id], responses: { '200': json(ref('AgentPage')) } },
    },
    '/conversations/{id}/messages': {
      post: {
        operationId: 'createMessage',
        security: everybodyWithCredentials,
        parameters: [id],
        requestBody: body(message('user')),
        responses: {
          '201': {
            description: 'The answer',
            content: { 'application/json': { schema: ref('Message') }, 'text/event-stream': { schema: ref('StreamEvent') } },
          },
        },
      },
    },
    '/conversations/{id}/export': {
      get: {
        operationId: 'exportConversation',
        security: apiKey,
        parameters: [id],
        responses: { '200': { description: 'Text', content: { 'application/json': {}, 'text/plain': {}, 'text/vtt': {} } } },
      },
    },
    '/calls/{id}/recording': {
      get: {
        operationId: 'getCallRecording',
        security: everybodyWithCredentials,
        parameters: [id],
        responses: {
          '200': { description: 'WAV', content: { 'audio/wav': {} } },
          '206': { description: 'Part', content: { 'audio/wav': {} } },
        },
      },
    },
    '/calls/{id}/events': {
      get: {
        operationId: 'listCallEvents',
        security: everybodyWithCredentials,
        parameters: [id],
        responses: {
          '200': {
            description: 'Events',
            content: { 'application/json': { schema: ref('AgentPage') }, 'text/event-stream': { schema: ref('StreamEvent') } },
          },
          '204': { description: 'No more' },
        },
      },
    },
    '/calls/{id}/webrtc': {
      post: { operationId: 'offerCall', security: [{ clientToken: [] }], responses: { '201': { description: 'Answer' } } },
    },
    '/phone-numbers/{id}': {
      get: { operationId: 'getPhoneNumber', security: apiKey, parameters: [id], responses: { '200': json(ref('Agent')) } },
    },
    '/system': { get: { operationId: 'getSystem', security: [{}, ...apiKey], responses: { '200': json(ref('Unreached')) } } },
    '/setup': {
      post: { operationId: 'setUp', security: [], requestBody: body(ref('AgentConfig')), responses: { '201': json(ref('Agent')) } },
    },
    '/me': { get: { operationId: 'getMe', security: [{ session: [] }], responses: { '200': json(ref('Unreached')) } } },
  },
  webhooks: {
    'agent.deployed': { post: { operationId: 'onAgentDeployed', security: [], requestBody: body(ref('AgentDeployedEvent')) } },
    'agent.deleted': { post: { operationId: 'onAgentDeleted', security: [], requestBody: body(ref('AgentDeletedEvent')) } },
  },
  components: {
    schemas,
    parameters: { IfMatch: { name: 'If-Match', in: 'header', schema: { type: 'string' } } },
    responses: { Internal: problem('internal', 500, 'Something failed.') },
    securitySchemes: {
      apiKey: { type: 'http', scheme: 'bearer' },
      accessToken: { type: 'http', scheme: 'bearer' },
      clientToken: { type: 'http', scheme: 'bearer' },
      session: { type: 'apiKey', in: 'cookie' },
    },
  },
};
