/** Writes what the Python SDK has from the API's model: models, parameters, resources, error codes. */
import type { ApiModel, NamedSchema } from './model.ts';
import { modelsText, paramsText } from './python-models.ts';
import { resourcesFile } from './python-resources.ts';
import { pythonSchemas, type PythonSchemas } from './python-schemas.ts';
import { HEADER } from './python-text.ts';
import { namesIn } from './schema-tree.ts';

const FOLDER = 'sdks/python/src/parley/_generated';

function errorCodesText(model: ApiModel): string {
  const lines = model.errorCodes.map(
    ({ code, status, description }) =>
      `    # ${description ?? 'No operation says more.'}${status === null ? '' : ` (HTTP ${status})`}\n    "${code}",\n`,
  );
  return `${HEADER}\n"""What can go wrong, by its code."""\n\nfrom typing import Literal\n\nErrorCode = Literal[\n${lines.join('')}]\n"""Every \`\`code\`\` of a problem document that this version of the API knows."""\n`;
}

/** The schemas that the parameters of methods name, and what those hold. */
function wantedParams(schemas: PythonSchemas, params: ReadonlySet<string>): ReadonlySet<string> {
  const wanted = new Set<string>();
  const visit = (name: string): void => {
    const schema: NamedSchema | undefined = schemas.byName.get(name);
    if (schema === undefined || wanted.has(name) || !schemas.holdsObjects(schema.type)) return;
    wanted.add(name);
    // An object with any further fields is a mapping of anything.
    if (schema.type.kind !== 'object' || schema.type.additional === null) namesIn(schema.type).forEach(visit);
  };
  for (const param of params) visit(param.replace(/Param$/, ''));
  return wanted;
}

/** The text of each generated file, by its path from the root of the repository. */
export function pythonFiles(model: ApiModel): ReadonlyMap<string, string> {
  const schemas = pythonSchemas(model);
  const blocking = resourcesFile(model, schemas, 'blocking');
  const asynchronous = resourcesFile(model, schemas, 'asynchronous');
  return new Map([
    [`${FOLDER}/__init__.py`, `${HEADER}\n`],
    [`${FOLDER}/models.py`, modelsText(schemas)],
    [`${FOLDER}/params.py`, paramsText(schemas, wantedParams(schemas, blocking.params))],
    [`${FOLDER}/resources.py`, blocking.text],
    [`${FOLDER}/async_resources.py`, asynchronous.text],
    [`${FOLDER}/error_codes.py`, errorCodesText(model)],
  ]);
}
