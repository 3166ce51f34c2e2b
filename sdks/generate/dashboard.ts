/**
 * Writes the dashboard's client from the API's model: a function for each operation that a browser's session opens, and the URL of what
 * the browser reads by itself. Its types are the contract's; what the contract does not name is written out.
 */
import type { ApiModel, Method, TypeRef } from './model.ts';
import { namesIn } from './schema-tree.ts';
import { comment, typeText } from './typescript-types.ts';
import {
  formatted,
  HEADER,
  namesInSignatures,
  parameterName,
  pathText,
  queryDeclaration,
  queryTypeName,
  requestText,
} from './typescript.ts';

const FILE = 'dashboard/api/generated/operations.ts';

type Renamed = (type: TypeRef) => TypeRef;

/** The contract's name of a schema; null where it has none. A request takes `AgentConfigInput` where `AgentConfig` is what is answered. */
function contractName(types: ReadonlySet<string>, name: string, direction: 'request' | 'answer'): string | null {
  const input = `${name}Input`;
  if (direction === 'request' && types.has(input)) return input;
  return types.has(name) ? name : null;
}

function inContract(model: ApiModel, types: ReadonlySet<string>, direction: 'request' | 'answer'): Renamed {
  const schemas = new Map(model.schemas.map((schema) => [schema.name, schema.type]));
  const renamed: Renamed = (type) => {
    switch (type.kind) {
      case 'ref': {
        const name = contractName(types, type.name, direction);
        if (name !== null) return { ...type, name };
        const written = schemas.get(type.name);
        if (written === undefined) throw new Error(`the schema ${type.name} is not in the model`);
        return renamed({ ...written, nullable: written.nullable || type.nullable });
      }
      case 'array':
        return { ...type, items: renamed(type.items) };
      case 'record':
        return { ...type, values: renamed(type.values) };
      case 'union':
        return { ...type, members: type.members.map(renamed) };
      case 'object':
        return { ...type, fields: type.fields.map((field) => ({ ...field, type: renamed(field.type) })) };
      case 'string':
      case 'integer':
      case 'number':
      case 'boolean':
      case 'null':
      case 'unknown':
      case 'enum':
        return type;
    }
  };
  return renamed;
}

function answerInContract(response: Method['response'], answer: Renamed): Method['response'] {
  if (response.kind === 'json') return { ...response, schema: answer(response.schema) };
  return response.kind === 'page' ? { ...response, item: answer(response.item) } : response;
}

function methodInContract(method: Method, request: Renamed, answer: Renamed): Method {
  return {
    ...method,
    pathParams: method.pathParams.map((param) => ({ ...param, schema: request(param.schema) })),
    queryParams: method.queryParams.map((param) => ({ ...param, schema: request(param.schema) })),
    body: method.body === null ? null : { ...method.body, schema: request(method.body.schema) },
    response: answerInContract(method.response, answer),
    // The dashboard repeats no write by itself, so its writes need no key to be known by.
    idempotent: false,
  };
}

const optionsType = ({ conditional }: Method): string => (conditional ? 'ConditionalOptions' : 'RequestOptions');

const pathParameters = ({ pathParams }: Method): string[] =>
  pathParams.map((param) => `${parameterName(param.name)}: ${typeText(param.schema, false)}`);

function queryParameter(method: Method): string[] {
  if (method.queryParams.length === 0) return [];
  return [`query: ${queryTypeName(method)}${method.queryParams.some((param) => param.required) ? '' : ' = {}'}`];
}

/** What is read as JSON, and by which function of the library; null where it is not. */
function answerOf({ response }: Method): { type: string; send: string } | null {
  switch (response.kind) {
    case 'json':
      return { type: typeText(response.schema, false), send: 'json' };
    case 'page':
      return { type: `Page<${typeText(response.item, false)}>`, send: 'json' };
    case 'empty':
      return { type: 'void', send: 'empty' };
    case 'text':
    case 'binary':
      return null;
  }
}

function functionText(method: Method): string {
  const answer = answerOf(method);
  if (answer === null) return '';
  const body = method.body === null ? [] : [`body: ${typeText(method.body.schema, true)}`];
  const parameters = [...pathParameters(method), ...body, ...queryParameter(method), `options: ${optionsType(method)} = {}`];
  return `${comment([method.summary])}export const ${method.operationId} = (${parameters.join(', ')}): Promise<${answer.type}> =>
    ${answer.send}(${requestText(method)}, options);\n\n`;
}

/** What an element or an `EventSource` of the page reads is no more than its URL. */
function urlText(method: Method): string {
  const readByTheBrowser = method.httpMethod === 'get' && (answerOf(method) === null || method.stream !== null);
  if (!readByTheBrowser) return '';
  const parameters = [...pathParameters(method), ...queryParameter(method)];
  const query = method.queryParams.length === 0 ? '' : ', query';
  return `${comment([`The URL of \`${method.operationId}\`.`])}export const ${method.operationId}Url = (${parameters.join(', ')}): string => urlOf(${pathText(method)}${query});\n\n`;
}

/** What the file takes from the contract: what its signatures and queries name. */
function contractImports(methods: readonly Method[]): string {
  const queries = methods.flatMap((method) => method.queryParams.flatMap((param) => namesIn(param.schema)));
  const page = methods.some((method) => method.response.kind === 'page') ? ['Page'] : [];
  const answered = methods.map((method) => ({ ...method, stream: null }));
  return [...new Set([...page, ...namesInSignatures(answered), ...queries])].sort().join(', ');
}

function operationsText(methods: readonly Method[]): string {
  const queries = methods.filter((method) => method.queryParams.length > 0).map((method) => `${queryDeclaration(method)}\n`);
  return [
    HEADER,
    `import type { ${contractImports(methods)} } from '@parley/contract';\n`,
    `import { empty, json, pathOf, urlOf, type ConditionalOptions, type RequestOptions } from '../request.ts';\n\n`,
    ...queries,
    ...methods.map((method) => `${functionText(method)}${urlText(method)}`),
  ].join('');
}

/** The text of the dashboard's generated file, by its path from the root of the repository; `types`: what the contract exports. */
export async function dashboardFiles(model: ApiModel, types: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const request = inContract(model, types, 'request');
  const answer = inContract(model, types, 'answer');
  const methods = model.resources.flatMap((resource) => resource.methods).map((method) => methodInContract(method, request, answer));
  return new Map([[FILE, await formatted(operationsText(methods))]]);
}
