/** One operation of the document, from the declaration of its route. */
import { exampleOf, TEXT_EXAMPLES } from '@parley/contract/examples/index.ts';
import type { z } from 'zod';
import type {
  oas31,
  ZodOpenApiContentObject,
  ZodOpenApiOperationObject,
  ZodOpenApiParameters,
  ZodOpenApiResponseObject,
} from 'zod-openapi';
import { takesIdempotencyKey } from '../http/idempotency.ts';
import { acceptedTypes, type RouteDeclaration } from '../http/route.ts';
import { headerReferences } from './headers.ts';
import { requirementsOf, securityOf } from './security.ts';
import { tagOf } from './tags.ts';

const EVENT_STREAM = 'text/event-stream';
const JSON_TYPE = 'application/json';

/** The status of every stream, whatever the operation answers otherwise. */
const STREAM_STATUS = 200;

/** What all operations of a document have to agree on. */
export interface Surroundings {
  problems: (declared: RouteDeclaration) => Record<string, ZodOpenApiResponseObject>;
  /** Names of the schemas of resources that are changed with `If-Match`. */
  conditional: ReadonlySet<string>;
}

export const nameOf = (schema: z.ZodType | null | undefined): string | undefined => schema?.meta()?.id;

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  200: 'Done.',
  201: 'Made.',
  202: 'Accepted; it happens in a moment.',
  204: 'Done; there is no body.',
  206: 'The range that was asked for.',
};

/** Keeps an `EventSource` from coming back. */
const READ_TO_THE_END = 'The stream is over, and its reader has all of it.';

const withExample = (example: unknown): { example?: unknown } => (example === undefined ? {} : { example });

const isText = (type: string): boolean => type.startsWith('text/') || type === 'application/sdp';

const TEXT: oas31.SchemaObject = { type: 'string' };
const BYTES: oas31.SchemaObject = { type: 'string', format: 'binary' };
const PLAIN_SCHEMAS: Readonly<Record<string, oas31.SchemaObject>> = { [JSON_TYPE]: { type: 'object' } };

/** A body that no schema of ours describes: text, or bytes. */
function plainContent(types: readonly string[], of: 'request' | 'response'): ZodOpenApiContentObject {
  return Object.fromEntries(
    types.map((type) => [type, { schema: PLAIN_SCHEMAS[type] ?? (isText(type) ? TEXT : BYTES), ...withExample(TEXT_EXAMPLES[of][type]) }]),
  );
}

const jsonContent = (schema: z.ZodType) => ({ schema, ...withExample(exampleOf(nameOf(schema))) });

function contentOf(declared: RouteDeclaration, status: number, schema: z.ZodType | null): ZodOpenApiContentObject {
  const { produces, streams } = declared;
  const others = [produces ?? []].flat().filter((type) => schema === null || type !== JSON_TYPE);
  return {
    ...(schema === null ? {} : { [JSON_TYPE]: jsonContent(schema) }),
    ...(status === 204 ? {} : plainContent(others, 'response')),
    ...(streams !== undefined && status === STREAM_STATUS ? { [EVENT_STREAM]: jsonContent(streams) } : {}),
  };
}

function successes(declared: RouteDeclaration, { conditional }: Surroundings): Record<string, ZodOpenApiResponseObject> {
  const responses = { ...(declared.streams === undefined ? {} : { [STREAM_STATUS]: null }), ...declared.responses };
  return Object.fromEntries(
    Object.entries(responses).map(([status, schema]) => {
      const content = contentOf(declared, Number(status), schema);
      const tagged = conditional.has(nameOf(schema) ?? '') ? (['ETag'] as const) : [];
      const replayed = takesIdempotencyKey(declared) ? (['IdempotentReplayed'] as const) : [];
      const response: ZodOpenApiResponseObject = {
        description: status === '204' && declared.streams !== undefined ? READ_TO_THE_END : (DESCRIPTIONS[status] ?? 'Done.'),
        headers: headerReferences(['XRequestId', 'RateLimit', 'RateLimitPolicy', ...tagged, ...replayed]),
        ...(Object.keys(content).length === 0 ? {} : { content }),
      };
      return [status, response];
    }),
  );
}

function requestBody(declared: RouteDeclaration): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  const { body, bodyType } = declared;
  if (body === undefined) return {};
  // An update of nothing is no request that somebody means.
  const optional = body.safeParse(undefined).success || (declared.method !== 'patch' && body.safeParse({}).success);
  const required = !optional;
  if (bodyType !== undefined) return { requestBody: { required, content: plainContent([bodyType], 'request') } };
  return { requestBody: { required, content: Object.fromEntries(acceptedTypes(declared).map((type) => [type, jsonContent(body)])) } };
}

function parameters(declared: RouteDeclaration): Pick<ZodOpenApiOperationObject, 'parameters' | 'requestParams'> {
  const { params, query, conditional } = declared;
  const headers = [...(conditional === undefined ? [] : ['IfMatch']), ...(takesIdempotencyKey(declared) ? ['IdempotencyKey'] : [])];
  const requestParams = { ...(params === undefined ? {} : { path: params }), ...(query === undefined ? {} : { query }) };
  return {
    ...(Object.keys(requestParams).length === 0 ? {} : { requestParams: requestParams as ZodOpenApiParameters }),
    ...(headers.length === 0 ? {} : { parameters: headers.map((name) => ({ $ref: `#/components/parameters/${name}` })) }),
  };
}

function describe(declared: RouteDeclaration): string {
  const { description, streams, weight = 1 } = declared;
  const stream = `Asked for with \`Accept: ${EVENT_STREAM}\`, the answer is a stream of server-sent events; the schema of that type is that of each event’s \`data\`.`;
  return [
    ...(description === undefined ? [] : [description]),
    ...(streams === undefined ? [] : [stream]),
    [...requirementsOf(declared), `Weight in the rate limit: ${String(weight)}.`].join(' '),
  ].join('\n\n');
}

export function operationOf(declared: RouteDeclaration, surroundings: Surroundings): ZodOpenApiOperationObject {
  const { id, summary, path, scope = null, weight = 1 } = declared;
  return {
    operationId: id,
    summary,
    description: describe(declared),
    tags: [tagOf(path).name],
    security: securityOf(declared),
    ...parameters(declared),
    ...requestBody(declared),
    responses: { ...successes(declared, surroundings), ...surroundings.problems(declared) },
    'x-scope': scope,
    'x-rate-limit-weight': weight,
  };
}
