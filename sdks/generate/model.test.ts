import { expect, test } from 'vitest';
import { readModel, type Method, type TypeRef } from './model.ts';
import type { OpenApiDocument } from './openapi-document.ts';
import { TEST_DOCUMENT } from './testing-document.ts';

const model = readModel(TEST_DOCUMENT);

const method = (operationId: string): Method => {
  const found = model.resources.flatMap((resource) => resource.methods).find((one) => one.operationId === operationId);
  if (found === undefined) throw new Error(`${operationId} is not in the model`);
  return found;
};

const typeOf = (name: string): TypeRef => model.schemas.find((schema) => schema.name === name)!.type;
const field = (schema: string, name: string) => {
  const type = typeOf(schema);
  return type.kind === 'object' ? type.fields.find((one) => one.name === name) : undefined;
};
const ref = (name: string, nullable = false): TypeRef => ({ kind: 'ref', name, nullable });

test('resources come from the first path segment, methods from the operation ids', () => {
  const names = Object.fromEntries(model.resources.map(({ name, methods }) => [name, methods.map((one) => one.name.join('_'))]));
  expect(names).toEqual({
    agents: ['list', 'create', 'get', 'update', 'delete', 'list_versions'],
    conversations: ['create_message', 'export'],
    calls: ['get_recording', 'list_events'],
    phone_numbers: ['get'],
  });
});

test('what answers a whole, or the parts that `fields` names, is two methods of one type each', () => {
  const getAgent = TEST_DOCUMENT.paths['/agents/{id}']!.get!;
  const fields = TEST_DOCUMENT.paths['/agents']!.get!.parameters!.find(({ name }) => name === 'fields')!;
  const schema = { $ref: '#/components/schemas/AgentOrParts' };
  const parts = { description: 'Success', content: { 'application/json': { schema } } };
  const { resources, schemas } = readModel({
    ...TEST_DOCUMENT,
    paths: {
      ...TEST_DOCUMENT.paths,
      '/agents/{id}': {
        ...TEST_DOCUMENT.paths['/agents/{id}'],
        get: { ...getAgent, parameters: [...(getAgent.parameters ?? []), fields], responses: { ...getAgent.responses, '200': parts } },
      },
    },
    components: {
      ...TEST_DOCUMENT.components,
      schemas: {
        ...TEST_DOCUMENT.components!.schemas,
        AgentOrParts: { anyOf: [{ $ref: '#/components/schemas/Agent' }, { $ref: '#/components/schemas/Settings' }] },
      },
    },
  });
  const methods = resources.flatMap((resource) => resource.methods).filter(({ operationId }) => operationId.startsWith('getAgent'));
  expect(methods.map(({ name, queryParams, response }) => [name.join('_'), queryParams.map((one) => one.required), response])).toEqual([
    ['get', [], { kind: 'json', schema: ref('Agent') }],
    ['get_parts', [true], { kind: 'json', schema: ref('Settings') }],
  ]);
  expect(schemas.map(({ name }) => name)).not.toContain('AgentOrParts');
});

test('what an API key does not open is left out, with its types', () => {
  expect(model.resources.flatMap((resource) => resource.methods.map((one) => one.operationId))).not.toContain('offerCall');
  expect(model.schemas.map((schema) => schema.name)).not.toContain('Unreached');
});

test('two methods of one name are refused', () => {
  const twice = {
    ...TEST_DOCUMENT,
    paths: { ...TEST_DOCUMENT.paths, '/agents/all': { get: { ...TEST_DOCUMENT.paths['/agents']!.get!, operationId: 'listAgent' } } },
  };
  expect(() => readModel(twice)).toThrow(/agents\.list\b/);
});

test('a schema that is not in the document is refused', () => {
  const { Voice: _voice, ...schemas } = TEST_DOCUMENT.components!.schemas!;
  const broken: OpenApiDocument = { ...TEST_DOCUMENT, components: { ...TEST_DOCUMENT.components, schemas } };
  expect(() => readModel(broken)).toThrow(/Voice/);
});

test('a list is a page of its items, with its parameters in their styles', () => {
  const list = method('listAgents');
  expect(list.response).toEqual({ kind: 'page', item: ref('Agent') });
  expect(list.scope).toBe('agents:read');
  expect(list.queryParams.map(({ name, style, default: value }) => [name, style, value])).toEqual([
    ['limit', 'plain', 50],
    ['cursor', 'plain', undefined],
    ['metadata', 'deep', undefined],
    ['fields', 'comma', undefined],
  ]);
});

test('headers say what a write takes; parameters by reference and of the whole path count', () => {
  expect(method('updateAgent')).toMatchObject({
    conditional: true,
    idempotent: true,
    pathParams: [{ name: 'id', description: 'The agent.' }],
  });
  expect(method('createAgent')).toMatchObject({ conditional: false, idempotent: true });
  expect(method('getAgent')).toMatchObject({ conditional: false, idempotent: false, body: null });
});

test('answers: JSON, nothing, text of several types, binary, and a stream beside', () => {
  expect(method('createAgent').response).toEqual({ kind: 'json', schema: ref('Agent') });
  expect(method('deleteAgent').response).toEqual({ kind: 'empty' });
  expect(method('exportConversation').response).toEqual({ kind: 'text', contentTypes: ['application/json', 'text/plain', 'text/vtt'] });
  expect(method('getCallRecording').response).toEqual({ kind: 'binary', contentType: 'audio/wav' });
  expect(method('createMessage')).toMatchObject({
    response: { kind: 'json', schema: ref('Message') },
    stream: { name: ['stream', 'message'], eventSchema: ref('StreamEvent'), resumable: false },
  });
  expect(method('listCallEvents').stream).toEqual({
    name: ['follow', 'events'],
    eventSchema: ref('StreamEvent'),
    resumable: true,
    lastEvents: [],
  });
  expect(method('createAgent').body).toEqual({ schema: ref('AgentConfig'), required: true, contentType: 'application/json' });
});

test('absent and null are two things', () => {
  expect(field('AgentConfig', 'name')).toMatchObject({
    required: true,
    description: 'What people call it.',
    type: { kind: 'string', nullable: false },
  });
  expect(field('AgentConfig', 'settings')).toMatchObject({ required: false, default: {}, type: ref('Settings') });
  expect(field('Agent', 'published_version')).toMatchObject({ required: true, type: { kind: 'integer', nullable: true } });
  expect(field('Agent', 'note')).toMatchObject({ required: true, type: { kind: 'string', nullable: true } });
  expect(field('Agent', 'anything')).toMatchObject({ required: false, type: { kind: 'unknown' } });
});

test('unions know the field that tells their members apart, even where the document does not name it', () => {
  expect(typeOf('Message')).toMatchObject({ kind: 'union', discriminator: 'role', members: [ref('UserMessage'), ref('AgentMessage')] });
  expect(typeOf('StreamEvent')).toMatchObject({ kind: 'union', discriminator: 'type' });
  expect(typeOf('Voice')).toEqual({ kind: 'enum', values: ['slt', 'rms'], nullable: false });
  expect(field('AgentConfig', 'variables')!.type).toEqual({
    kind: 'record',
    values: { kind: 'string', format: null, nullable: false },
    nullable: false,
  });
});

test('types know whether requests or answers hold them', () => {
  const sides = Object.fromEntries(model.schemas.map(({ name, inRequests, inResponses }) => [name, [inRequests, inResponses]]));
  expect(sides.Settings).toEqual([true, false]);
  expect(sides.SettingsOutput).toEqual([false, true]);
  expect(sides.UserMessage).toEqual([false, true]);
  expect(sides.Problem).toEqual([false, true]);
});

test('error codes have the status and title of their examples', () => {
  expect(model.errorCodes).toEqual([
    { code: 'not_found', status: 404, description: 'There is none.' },
    { code: 'internal', status: 500, description: 'Something failed.' },
  ]);
});

test('webhook events are a union told apart by their type', () => {
  expect(model.webhookEvent).toEqual({
    kind: 'union',
    members: [ref('AgentDeployedEvent'), ref('AgentDeletedEvent')],
    discriminator: 'type',
    nullable: false,
  });
});
