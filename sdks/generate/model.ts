/** The API as the SDKs see it: resources with methods, and named types. Read from the OpenAPI document. */
import {
  HTTP_METHODS,
  resolved,
  type HttpMethod,
  type JsonSchema,
  type OpenApiDocument,
  type OpenApiMediaType,
  type OpenApiOperation,
  type OpenApiParameter,
  type OpenApiPathItem,
  type OpenApiResponse,
} from './openapi-document.ts';
import { methodNameOf, resourceNameOf, streamNameOf } from './operation-names.ts';
import { namesIn, readSchema, schemaOf, type TypeRef } from './schema-tree.ts';

export type { OpenApiDocument } from './openapi-document.ts';
export type { Field, ObjectType, TypeRef } from './schema-tree.ts';

export interface ApiModel {
  title: string;
  version: string;
  resources: readonly Resource[];
  /** Sorted by name. */
  schemas: readonly NamedSchema[];
  errorCodes: readonly ErrorCode[];
  /** What is sent to webhook endpoints; null while the document has none. */
  webhookEvent: TypeRef | null;
}

export interface NamedSchema {
  name: string;
  type: TypeRef;
  description: string | null;
  /** True where a request, or an answer, holds it, directly or deeper down. */
  inRequests: boolean;
  inResponses: boolean;
}

interface ErrorCode {
  code: string;
  /** Null where no operation declares the code. */
  status: number | null;
  description: string | null;
}

export interface Resource {
  /** Of the first path segment, in snake case: `phone_numbers`. */
  name: string;
  methods: readonly Method[];
}

export interface Method {
  /** Words of the name within the resource: `['list', 'versions']`. */
  name: readonly string[];
  operationId: string;
  httpMethod: HttpMethod;
  /** Below the base URL: `/agents/{id}`. */
  path: string;
  pathParams: readonly PathParam[];
  queryParams: readonly QueryParam[];
  body: Body | null;
  response: ResponseType;
  stream: Stream | null;
  /** Takes `If-Match`. */
  conditional: boolean;
  /** Takes `Idempotency-Key`. */
  idempotent: boolean;
  summary: string | null;
  description: string | null;
  deprecated: boolean;
  scope: string | null;
}

interface PathParam {
  name: string;
  schema: TypeRef;
  description: string | null;
}

export interface QueryParam extends PathParam {
  required: boolean;
  /** `deep`: `metadata[plan]=gold`; `comma`: `fields=a,b`; `repeat`: `a=1&a=2`; `plain`: one value. */
  style: 'plain' | 'deep' | 'comma' | 'repeat';
  default: unknown;
}

interface Body {
  schema: TypeRef;
  required: boolean;
  contentType: string;
}

type ResponseType =
  | { kind: 'json'; schema: TypeRef }
  /** `{ items, next_cursor, has_more }` of these. */
  | { kind: 'page'; item: TypeRef }
  | { kind: 'empty' }
  | { kind: 'text'; contentTypes: readonly string[] }
  | { kind: 'binary'; contentType: string };

/** The same operation, asked for as `text/event-stream`. */
interface Stream {
  /** Words of the name of the method that streams: `['follow', 'events']`. */
  name: readonly string[];
  eventSchema: TypeRef;
  /** Can be taken up again by `Last-Event-ID`. */
  resumable: boolean;
  /** The `type` of the events after which it is over; a stream that ends without one of them was cut. Empty: any may be the last. */
  lastEvents: readonly string[];
}

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';
const EVENT_STREAM = 'text/event-stream';

type Schemas = Readonly<Record<string, JsonSchema>>;
const schemasOf = (document: OpenApiDocument): Schemas => document.components?.schemas ?? {};

function parametersOf(document: OpenApiDocument, item: OpenApiPathItem, operation: OpenApiOperation): OpenApiParameter[] {
  return [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) => resolved(document, 'parameters', one));
}

function styleOf(schemas: Schemas, { schema = {}, style, explode }: OpenApiParameter): QueryParam['style'] {
  if (style === 'deepObject') return 'deep';
  if (schemaOf(schemas, schema).type !== 'array') return 'plain';
  return explode === false ? 'comma' : 'repeat';
}

/** One value says the same as a list of one. */
const oneOrSeveral = (list: Extract<TypeRef, { kind: 'array' }>): TypeRef => ({
  kind: 'union',
  members: [list.items, list],
  discriminator: null,
  nullable: false,
});

function readQueryParam(schemas: Schemas, parameter: OpenApiParameter): QueryParam {
  const { name = '', schema = {}, required = false } = parameter;
  const style = styleOf(schemas, parameter);
  const type = readSchema(schemas, schema);
  return {
    name,
    schema: style === 'comma' && type.kind === 'array' ? oneOrSeveral(type) : type,
    required,
    description: parameter.description ?? schema.description ?? null,
    style,
    default: schema.default,
  };
}

function readBody(document: OpenApiDocument, operation: OpenApiOperation): Body | null {
  if (operation.requestBody === undefined) return null;
  const { content = {}, required = false } = resolved(document, 'requestBodies', operation.requestBody);
  const contentType = JSON_TYPE in content ? JSON_TYPE : Object.keys(content)[0];
  if (contentType === undefined) return null;
  return { schema: readSchema(schemasOf(document), content[contentType]?.schema ?? {}), required, contentType };
}

const isPage = ({ properties = {} }: JsonSchema): boolean =>
  properties.items?.type === 'array' && 'next_cursor' in properties && 'has_more' in properties;

function readJsonResponse(schemas: Schemas, { schema = {} }: OpenApiMediaType): ResponseType {
  const whole = schemaOf(schemas, schema);
  return isPage(whole)
    ? { kind: 'page', item: readSchema(schemas, whole.properties?.items?.items ?? {}) }
    : { kind: 'json', schema: readSchema(schemas, schema) };
}

const isText = (contentType: string): boolean =>
  contentType.startsWith('text/') || contentType === JSON_TYPE || contentType === 'application/sdp';

/** The answer that is not a stream. Several types of one answer are chosen between by a parameter: the client gets the text. */
function readResponse(schemas: Schemas, successes: readonly OpenApiResponse[]): ResponseType {
  const content = Object.fromEntries(successes.flatMap((one) => Object.entries(one.content ?? {})));
  const types = Object.keys(content).filter((type) => type !== EVENT_STREAM);
  const [only] = types;
  if (only === undefined) return { kind: 'empty' };
  const media = content[only];
  if (types.length === 1 && only === JSON_TYPE && media !== undefined) return readJsonResponse(schemas, media);
  return types.every(isText) ? { kind: 'text', contentTypes: types } : { kind: 'binary', contentType: only };
}

function successesOf(document: OpenApiDocument, operation: OpenApiOperation): OpenApiResponse[] {
  return Object.entries(operation.responses ?? {})
    .filter(([status]) => status.startsWith('2'))
    .map(([, response]) => resolved(document, 'responses', response));
}

function readStream(schemas: Schemas, method: HttpMethod, name: readonly string[], successes: readonly OpenApiResponse[]): Stream | null {
  const media = successes.map((one) => one.content?.[EVENT_STREAM]).find((one) => one !== undefined);
  if (media === undefined) return null;
  const { schema = {} } = media;
  return {
    name: streamNameOf(name),
    eventSchema: readSchema(schemas, schema),
    resumable: method === 'get',
    lastEvents: schemaOf(schemas, schema)['x-last-events'] ?? [],
  };
}

function readMethod(document: OpenApiDocument, path: string, httpMethod: HttpMethod, operation: OpenApiOperation): Method {
  const schemas = schemasOf(document);
  const { operationId } = operation;
  if (operationId === undefined) throw new Error(`${httpMethod.toUpperCase()} ${path} has no operationId`);
  const parameters = parametersOf(document, document.paths[path] ?? {}, operation);
  const headers = new Set(parameters.filter((one) => one.in === 'header').map((one) => one.name?.toLowerCase()));
  const successes = successesOf(document, operation);
  const name = methodNameOf(resourceNameOf(path), operationId);
  return {
    name,
    operationId,
    httpMethod,
    path,
    pathParams: parameters
      .filter((one) => one.in === 'path')
      .map(({ name: parameter = '', schema = {}, description }) => ({
        name: parameter,
        schema: readSchema(schemas, schema),
        description: description ?? schema.description ?? null,
      })),
    queryParams: parameters.filter((one) => one.in === 'query').map((one) => readQueryParam(schemas, one)),
    body: readBody(document, operation),
    response: readResponse(schemas, successes),
    stream: readStream(schemas, httpMethod, name, successes),
    conditional: headers.has('if-match'),
    idempotent: headers.has('idempotency-key'),
    summary: operation.summary ?? null,
    description: operation.description ?? null,
    deprecated: operation.deprecated ?? false,
    scope: operation['x-scope'] ?? null,
  };
}

/**
 * An operation that answers a whole, or the parts of it that `fields` names, is two methods: so the answer of each has one type, and that
 * of the one which asks for no parts has everything.
 */
function wholeAndParts(schemas: Schemas, method: Method): Method[] {
  const { response, queryParams, name } = method;
  if (response.kind !== 'json' || response.schema.kind !== 'ref') return [method];
  const answered = readSchema(schemas, schemas[response.schema.name] ?? {});
  if (answered.kind !== 'union') return [method];
  const [whole, parts] = answered.members;
  const fields = queryParams.find((param) => param.name === 'fields');
  if (whole === undefined || parts === undefined || fields === undefined) return [method];
  const others = queryParams.filter((param) => param !== fields);
  return [
    { ...method, queryParams: others, response: { kind: 'json', schema: whole } },
    {
      ...method,
      name: [...name, 'parts'],
      operationId: `${method.operationId}Parts`,
      queryParams: [...others, { ...fields, required: true }],
      response: { kind: 'json', schema: parts },
      description: 'Only the parts that `fields` names, and what is always there.',
    },
  ];
}

/** Whether a client is given an operation. */
export type Audience = (document: OpenApiDocument, operation: OpenApiOperation) => boolean;

type Security = NonNullable<OpenApiOperation['security']>;
const securityOf = (document: OpenApiDocument, operation: OpenApiOperation): Security => operation.security ?? document.security ?? [];

/** A browser's session opens it, or it is open to everybody. */
export const forSessions: Audience = (document, operation) => {
  const security = securityOf(document, operation);
  const schemes = document.components?.securitySchemes ?? {};
  const isSession = (name: string): boolean => schemes[name]?.type === 'apiKey' && schemes[name].in === 'cookie';
  return security.length === 0 || security.some((requirement) => Object.keys(requirement).every(isSession));
};

/** An API key, or a token got for one, opens it. What everybody, a browser's session or a client token opens is not for an SDK. */
const forApiKeys: Audience = (document, operation) => {
  const security = securityOf(document, operation);
  const schemes = document.components?.securitySchemes ?? {};
  const isPublic = security.some((requirement) => Object.keys(requirement).length === 0);
  const isKey = (name: string): boolean => schemes[name]?.type === 'http' && schemes[name].scheme === 'bearer' && !/client/i.test(name);
  return !isPublic && security.some((requirement) => Object.keys(requirement).every(isKey));
};

function refuseCollisions(resource: string, methods: readonly Method[]): void {
  const taken = new Map<string, string>();
  for (const { name, stream, operationId } of methods) {
    for (const words of stream === null ? [name] : [name, stream.name]) {
      const key = words.join('_');
      const other = taken.get(key);
      if (other !== undefined) throw new Error(`${operationId} and ${other} are both ${resource}.${key}: give one of them an exception`);
      taken.set(key, operationId);
    }
  }
}

function readResources(document: OpenApiDocument, audience: Audience): Resource[] {
  const methods = Object.entries(document.paths).flatMap(([path, item]) =>
    HTTP_METHODS.flatMap((httpMethod) => {
      const operation = item[httpMethod];
      return operation === undefined || !audience(document, operation)
        ? []
        : wholeAndParts(schemasOf(document), readMethod(document, path, httpMethod, operation));
    }),
  );
  const grouped = new Map<string, Method[]>();
  for (const method of methods) {
    const name = resourceNameOf(method.path);
    grouped.set(name, [...(grouped.get(name) ?? []), method]);
  }
  return [...grouped].map(([name, members]) => {
    refuseCollisions(name, members);
    return { name, methods: members };
  });
}

/** The problem documents that the operations give as examples: code, status and title of each. */
function problemsIn(document: OpenApiDocument): Map<string, { status: number; title: string }> {
  const operations = Object.values(document.paths).flatMap((item) => HTTP_METHODS.flatMap((method) => item[method] ?? []));
  const responses = [
    ...operations.flatMap((one) => Object.values(one.responses ?? {})),
    ...Object.values(document.components?.responses ?? {}),
  ];
  const media = responses.map((one) => resolved(document, 'responses', one).content?.[PROBLEM_TYPE]);
  const values = media.flatMap((one) => [one?.example, ...Object.values(one?.examples ?? {}).map((example) => example.value)]);
  return new Map(
    values
      .filter(
        (value): value is { code: string; status: number; title: string } => typeof value === 'object' && value !== null && 'code' in value,
      )
      .map(({ code, status, title }) => [code, { status, title }]),
  );
}

function readErrorCodes(document: OpenApiDocument): ErrorCode[] {
  const listed = schemaOf(schemasOf(document), schemasOf(document).Problem?.properties?.code ?? {}).enum ?? [];
  const problems = problemsIn(document);
  return listed
    .map(String)
    .map((code) => ({ code, status: problems.get(code)?.status ?? null, description: problems.get(code)?.title ?? null }));
}

function readWebhookEvent(document: OpenApiDocument): TypeRef | null {
  if (schemasOf(document).WebhookEvent !== undefined) return { kind: 'ref', name: 'WebhookEvent', nullable: false };
  const bodies = Object.values(document.webhooks ?? {}).flatMap((item) => (item.post === undefined ? [] : [readBody(document, item.post)]));
  const members = bodies.flatMap((body) => (body === null ? [] : [body.schema]));
  return members.length === 0 ? null : { kind: 'union', members, discriminator: 'type', nullable: false };
}

/** Everything that is reached from these types, through whatever they hold. */
function reachedFrom(types: ReadonlyMap<string, TypeRef>, roots: readonly TypeRef[]): Set<string> {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    const type = types.get(name);
    if (type === undefined) throw new Error(`the schema ${name} is not in the document`);
    namesIn(type).forEach(visit);
  };
  roots.flatMap(namesIn).forEach(visit);
  return reached;
}

function answersOf({ response, stream }: Method): TypeRef[] {
  const streamed = stream === null ? [] : [stream.eventSchema];
  if (response.kind === 'json') return [response.schema, ...streamed];
  return response.kind === 'page' ? [response.item, ...streamed] : streamed;
}

const requestsOf = ({ body, queryParams, pathParams }: Method): TypeRef[] => [
  ...(body === null ? [] : [body.schema]),
  ...[...queryParams, ...pathParams].map((one) => one.schema),
];

export function readModel(document: OpenApiDocument, audience: Audience = forApiKeys): ApiModel {
  const schemas = schemasOf(document);
  const types = new Map(Object.entries(schemas).map(([name, schema]) => [name, readSchema(schemas, schema)]));
  const resources = readResources(document, audience);
  const methods = resources.flatMap((resource) => resource.methods);
  const webhookEvent = readWebhookEvent(document);
  const problem: TypeRef[] = types.has('Problem') ? [{ kind: 'ref', name: 'Problem', nullable: false }] : [];
  const inRequests = reachedFrom(types, methods.flatMap(requestsOf));
  const inResponses = reachedFrom(types, [...methods.flatMap(answersOf), ...problem, ...(webhookEvent === null ? [] : [webhookEvent])]);
  const named = [...types].map(([name, type]) => ({
    name,
    type,
    description: schemas[name]?.description ?? null,
    inRequests: inRequests.has(name),
    inResponses: inResponses.has(name),
  }));
  return {
    title: document.info.title,
    version: document.info.version,
    resources,
    // Pages are what a client makes its own page objects of; schemas of operations that are left out are left out with them.
    schemas: named.filter((one) => one.inRequests || one.inResponses).sort((a, b) => (a.name < b.name ? -1 : 1)),
    errorCodes: readErrorCodes(document),
    webhookEvent,
  };
}
