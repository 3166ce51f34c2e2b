/** The parts of an OpenAPI 3.1 document that the SDKs are generated from. */

export interface JsonSchema {
  $ref?: string;
  type?: string | readonly string[];
  format?: string;
  enum?: readonly unknown[];
  const?: unknown;
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  allOf?: readonly JsonSchema[];
  discriminator?: { propertyName: string; mapping?: Readonly<Record<string, string>> };
  description?: string;
  default?: unknown;
  deprecated?: boolean;
  /** Of a stream's events: the `type` of those after which it is over. */
  'x-last-events'?: readonly string[];
}

export interface OpenApiParameter {
  $ref?: string;
  name?: string;
  in?: string;
  required?: boolean;
  description?: string;
  style?: string;
  explode?: boolean;
  schema?: JsonSchema;
}

export interface OpenApiMediaType {
  schema?: JsonSchema;
  example?: unknown;
  examples?: Readonly<Record<string, { $ref?: string; value?: unknown }>>;
}

export interface OpenApiResponse {
  $ref?: string;
  description?: string;
  content?: Readonly<Record<string, OpenApiMediaType>>;
}

interface OpenApiRequestBody {
  $ref?: string;
  required?: boolean;
  content?: Readonly<Record<string, OpenApiMediaType>>;
}

export interface OpenApiOperation {
  operationId?: string;
  summary?: string;
  description?: string;
  deprecated?: boolean;
  security?: readonly Readonly<Record<string, readonly string[]>>[];
  parameters?: readonly OpenApiParameter[];
  requestBody?: OpenApiRequestBody;
  responses?: Readonly<Record<string, OpenApiResponse>>;
  'x-scope'?: string | null;
}

export const HTTP_METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];
export type OpenApiPathItem = Readonly<Partial<Record<HttpMethod, OpenApiOperation>> & { parameters?: readonly OpenApiParameter[] }>;

interface OpenApiSecurityScheme {
  type: string;
  in?: string;
  scheme?: string;
  description?: string;
}

export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string };
  security?: OpenApiOperation['security'];
  paths: Readonly<Record<string, OpenApiPathItem>>;
  webhooks?: Readonly<Record<string, OpenApiPathItem>>;
  components?: {
    schemas?: Readonly<Record<string, JsonSchema>>;
    parameters?: Readonly<Record<string, OpenApiParameter>>;
    responses?: Readonly<Record<string, OpenApiResponse>>;
    requestBodies?: Readonly<Record<string, OpenApiRequestBody>>;
    securitySchemes?: Readonly<Record<string, OpenApiSecurityScheme>>;
  };
}

type Section = Exclude<keyof NonNullable<OpenApiDocument['components']>, 'securitySchemes'>;

/** `#/components/<section>/<name>` → name. */
export function referencedName(reference: string, section: Section): string {
  const prefix = `#/components/${section}/`;
  if (!reference.startsWith(prefix)) throw new Error(`${reference} is not a reference into ${prefix}`);
  return reference.slice(prefix.length);
}

/** What a parameter, response or request body says, whether in place or by reference. */
export function resolved<T extends { $ref?: string }>(document: OpenApiDocument, section: Section, value: T): T {
  if (value.$ref === undefined) return value;
  const known = document.components?.[section] as Readonly<Record<string, T>> | undefined;
  const found = known?.[referencedName(value.$ref, section)];
  if (found === undefined) throw new Error(`${value.$ref} is not in the document`);
  return resolved(document, section, found);
}
