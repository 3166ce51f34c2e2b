/** The OpenAPI 3.1 document of the API, from the declarations of its routes. */
import { readFileSync } from 'node:fs';
import { createDocument, type CreateDocumentOptions, type oas31, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { RouteDeclaration } from '../http/route.ts';
import { HEADERS, PARAMETERS } from './headers.ts';
import { link } from './links.ts';
import { operationsOf, type OpenApiDocument } from './operations.ts';
import { nameOf, operationOf, type Surroundings } from './operation.ts';
import { withoutObjectDefaults } from './object-defaults.ts';
import { problemResponses } from './problem-responses.ts';
import { SECURITY_SCHEMES } from './security.ts';
import { pathParameter, tagsOf } from './tags.ts';
import { asDeliveries, WEBHOOK_TAG, webhookAnswers } from './webhooks.ts';

export interface DocumentOptions {
  version: string;
  /** Where the paths begin; relative to where the document is served. */
  serverUrl: string;
}

const INTRODUCTION = readFileSync(new URL('./introduction.md', import.meta.url), 'utf8').trim();

/** `/agents/:id` → `/agents/{id}`. */
export const openApiPath = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

/** Formats whose patterns say nothing that the format does not. */
const TELLING_FORMATS = new Set(['date', 'email', 'ipv4', 'ipv6', 'uri']);

/** What zod writes out and nobody needs to read. */
const readable: NonNullable<CreateDocumentOptions['override']> = ({ jsonSchema }) => {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.format === 'date-time')
    jsonSchema.pattern = jsonSchema.pattern?.includes('[+-]') === true ? '(Z|[+-]\\d{2}:\\d{2})$' : 'Z$';
  if (TELLING_FORMATS.has(jsonSchema.format ?? '')) delete jsonSchema.pattern;
};

function pathsOf(routes: readonly RouteDeclaration[]): ZodOpenApiPathsObject {
  const conditional = routes.filter((one) => one.conditional !== undefined).flatMap((one) => Object.values(one.responses).map(nameOf));
  const surroundings: Surroundings = {
    problems: problemResponses(routes),
    conditional: new Set(conditional.filter((name) => name !== undefined)),
  };
  const paths: ZodOpenApiPathsObject = {};
  for (const declared of routes) {
    const path = openApiPath(declared.path);
    paths[path] = { ...paths[path], [declared.method]: operationOf(declared, surroundings) };
  }
  return paths;
}

function resolved(document: OpenApiDocument, schema: oas31.SchemaObject | oas31.ReferenceObject = {}): oas31.SchemaObject {
  const { $ref } = schema;
  if ($ref === undefined) return schema as oas31.SchemaObject;
  return resolved(document, document.components?.schemas?.[$ref.slice('#/components/schemas/'.length)]);
}

/** Members of an object are written `metadata[plan]=gold`, lists `fields=cost,metadata`. */
const STYLES: Readonly<Record<string, Partial<oas31.ParameterObject>>> = {
  // The example is what a page fills in to try it out: no filter.
  object: { style: 'deepObject', explode: true, example: {} },
  array: { style: 'form', explode: false },
};

function completeParameter(document: OpenApiDocument, path: string, parameter: oas31.ParameterObject): void {
  if (parameter.in === 'query') Object.assign(parameter, STYLES[String(resolved(document, parameter.schema).type)]);
  if (parameter.in === 'path') {
    const { description, example } = pathParameter(path, parameter.name) ?? {};
    if (description !== undefined) parameter.description ??= description;
    if (example !== undefined) parameter.example ??= example;
  }
}

const sorted = <T>(named: Readonly<Record<string, T>> = {}): Record<string, T> =>
  Object.fromEntries(Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1)));

export function openApiDocument(routes: readonly RouteDeclaration[], { version, serverUrl }: DocumentOptions): OpenApiDocument {
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Parley',
        version,
        description: INTRODUCTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: serverUrl, description: 'This server' }],
      tags: [...tagsOf(routes.map((one) => one.path)), WEBHOOK_TAG],
      paths: pathsOf(routes),
      webhooks: webhookAnswers(),
      components: { headers: HEADERS, parameters: PARAMETERS, securitySchemes: SECURITY_SCHEMES },
    },
    { override: readable },
  ) as OpenApiDocument;
  for (const { path, operation } of operationsOf(document)) {
    for (const parameter of operation.parameters ?? []) if ('name' in parameter) completeParameter(document, path, parameter);
  }
  link(document);
  // Whatever order the routes come in, a component stays in its place.
  const components = document.components ?? {};
  const schemas = Object.fromEntries(Object.entries(components.schemas ?? {}).map(([name, one]) => [name, withoutObjectDefaults(one)]));
  const webhooks = asDeliveries(document.webhooks);
  return {
    ...document,
    webhooks,
    components: { ...components, schemas: sorted(schemas), responses: sorted(components.responses) },
  };
}
