/** The API as a Postman collection (format 2.1.0), which Bruno, Insomnia and Hoppscotch read as well. */
import { isObject, type Json } from '@parley/contract';
import type { oas31 } from 'zod-openapi';
import { operationsOf, type OpenApiDocument } from './operations.ts';

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

type Parameter = oas31.ParameterObject;

const parametersOf = (operation: oas31.OperationObject, place: string): Parameter[] =>
  (operation.parameters ?? []).filter((one): one is Parameter => 'name' in one && one.in === place);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value));

const described = (text: string | undefined): Json => (text === undefined ? {} : { description: text });

function urlOf(path: string, operation: oas31.OperationObject): Json {
  const segments = path
    .slice(1)
    .split('/')
    .map((segment) => segment.replace(/^\{(\w+)\}$/, ':$1'));
  const variable = parametersOf(operation, 'path').map(({ name, example, description }) => ({
    key: name,
    value: textOf(example),
    ...described(description),
  }));
  // Optional ones are there to be switched on.
  const query = parametersOf(operation, 'query').map(({ name, example, description, required, schema }) => ({
    key: name,
    value: isObject(example) || example === undefined ? textOf((schema as { default?: unknown } | undefined)?.default) : textOf(example),
    ...(required === true ? {} : { disabled: true }),
    ...described(description),
  }));
  return {
    raw: `{{base_url}}/${segments.join('/')}`,
    host: ['{{base_url}}'],
    path: segments,
    ...(variable.length === 0 ? {} : { variable }),
    ...(query.length === 0 ? {} : { query }),
  };
}

function bodyOf({ requestBody }: oas31.OperationObject): { header: Json[]; body?: Json } {
  const { content = {} } = (requestBody ?? {}) as oas31.RequestBodyObject;
  const type = 'application/json' in content ? 'application/json' : Object.keys(content)[0];
  if (type === undefined) return { header: [] };
  const example: unknown = content[type]?.example;
  return {
    header: [{ key: 'Content-Type', value: type }],
    body: {
      mode: 'raw',
      raw: typeof example === 'string' ? example : JSON.stringify(example ?? {}, null, 2),
      ...(type === 'application/json' ? { options: { raw: { language: 'json' } } } : {}),
    },
  };
}

const bearer = (variable: string): Json => ({ type: 'bearer', bearer: [{ key: 'token', value: `{{${variable}}}`, type: 'string' }] });

/** Null: none, whatever the collection has. Undefined: the collection's. */
function authOf({ security = [] }: oas31.OperationObject): Json | undefined {
  const schemes = security.flatMap((one) => Object.keys(one));
  if (schemes.includes('clientToken')) return bearer('client_token');
  return schemes.length === 0 ? { type: 'noauth' } : undefined;
}

function itemOf(path: string, method: string, operation: oas31.OperationObject): Json {
  const auth = authOf(operation);
  return {
    name: operation.summary ?? operation.operationId,
    request: {
      method: method.toUpperCase(),
      url: urlOf(path, operation),
      ...bodyOf(operation),
      ...(auth === undefined ? {} : { auth }),
      ...described(operation.description),
    },
  };
}

export function postmanCollection(document: OpenApiDocument): Json {
  const folders = new Map<string, Json[]>();
  for (const { path, method, operation } of operationsOf(document)) {
    const tag = operation.tags?.[0] ?? 'Others';
    folders.set(tag, [...(folders.get(tag) ?? []), itemOf(path, method, operation)]);
  }
  return {
    info: { name: 'Parley API', description: document.info.description, version: document.info.version, schema: SCHEMA },
    auth: bearer('api_key'),
    variable: [
      { key: 'base_url', value: 'http://127.0.0.1:3000/api/v1' },
      { key: 'api_key', value: '' },
      { key: 'client_token', value: '' },
    ],
    item: [...folders].map(([name, item]) => ({ name, item })),
  };
}
