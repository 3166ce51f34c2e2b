/** The operations of a document. */
import type { oas31 } from 'zod-openapi';

export type OpenApiDocument = oas31.OpenAPIObject;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

export function* operationsOf(
  document: OpenApiDocument,
): Generator<{ path: string; method: (typeof METHODS)[number]; operation: oas31.OperationObject }> {
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation !== undefined) yield { path, method, operation };
    }
  }
}
