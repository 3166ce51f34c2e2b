/** JSON Schemas of functions' arguments, as calls validate with them. */
import { Ajv } from 'ajv';

export const argumentValidation = (): Ajv => new Ajv({ allErrors: true, strict: false, validateFormats: false, logger: false });

let metaSchemas: Ajv | undefined;

/**
 * Whether it is a JSON Schema at all, by its meta-schema: compiling would say more (a pattern that is none, a reference to
 * nothing), and takes seconds for a large one, which whoever answers requests does not have.
 */
export function isJsonSchema(schema: Record<string, unknown>): boolean {
  metaSchemas ??= argumentValidation();
  try {
    return metaSchemas.validateSchema(schema) === true;
  } catch {
    // Of a draft that is not known here.
    return false;
  }
}
