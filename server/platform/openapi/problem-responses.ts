/** The error answers of operations: one response a status, which lists the codes that this operation can give. */
import { ERRORS, type ErrorCode, Problem } from '@parley/contract';
import type { ZodOpenApiResponseObject } from 'zod-openapi';
import { declaredErrors } from '../http/declared-errors.ts';
import type { RouteDeclaration } from '../http/route.ts';
import { headerReferences } from './headers.ts';

const REQUEST_ID = 'req_01kaxw4c8m9r3n5t7v2x6y8z0b';

const DETAILS: Partial<Record<ErrorCode, Partial<Problem>>> = {
  validation_failed: { errors: [{ pointer: '/name', message: 'must not be empty' }] },
  malformed_json: { detail: 'The body is not valid JSON at line 3, column 14.' },
  unsupported_media_type: { detail: 'The body must be application/json.' },
  insufficient_scope: { detail: 'This needs the scope agents:write.' },
};

const problemExample = (code: ErrorCode): Problem => {
  const { status, title } = ERRORS[code];
  return { type: 'about:blank', title, status, code, request_id: REQUEST_ID, ...DETAILS[code] };
};

const pascal = (code: string): string => code.replace(/(?:^|_)(\w)/g, (_all, letter: string) => letter.toUpperCase());

const headersOf = (status: number): Record<string, { $ref: string }> =>
  headerReferences([
    'XRequestId',
    ...(status === 401 ? (['WWWAuthenticate'] as const) : []),
    ...(status === 429 ? (['RateLimit', 'RateLimitPolicy', 'RetryAfter'] as const) : []),
    ...(status === 503 ? (['RetryAfter'] as const) : []),
  ]);

function problemResponse(status: number, codes: readonly ErrorCode[]): ZodOpenApiResponseObject {
  return {
    description: codes.map((code) => `- \`${code}\`: ${ERRORS[code].title}`).join('\n'),
    headers: headersOf(status),
    content: {
      'application/problem+json': {
        schema: Problem,
        examples: Object.fromEntries(codes.map((code) => [code, { summary: ERRORS[code].title, value: problemExample(code) }])),
      },
    },
  };
}

const codesByStatus = (declared: RouteDeclaration): [number, ErrorCode[]][] =>
  [...Map.groupBy([...declaredErrors(declared)].sort(), (code) => ERRORS[code].status)].sort(([a], [b]) => a - b);

/** The error answers of each of these operations; what several answer with is one component, named after its codes. */
export function problemResponses(
  routes: readonly RouteDeclaration[],
): (declared: RouteDeclaration) => Record<string, ZodOpenApiResponseObject> {
  const names = routes.flatMap((one) => codesByStatus(one).map(([, codes]) => codes.map(pascal).join('Or')));
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  const known = new Map<string, ZodOpenApiResponseObject>();
  const shared = (status: number, codes: readonly ErrorCode[]): ZodOpenApiResponseObject => {
    const id = codes.map(pascal).join('Or');
    const response = known.get(id) ?? { ...(repeated.has(id) ? { id } : {}), ...problemResponse(status, codes) };
    known.set(id, response);
    return response;
  };
  return (declared) => Object.fromEntries(codesByStatus(declared).map(([status, codes]) => [String(status), shared(status, codes)]));
}
