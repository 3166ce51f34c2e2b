/** Writes what the TypeScript SDK has from the API's model: types, resources, error codes. */
import { format } from 'prettier';
import { namesIn } from './schema-tree.ts';
import { howStreamed, paragraphsOf } from './operation-text.ts';
import type { ApiModel, Method, NamedSchema, QueryParam, Resource, TypeRef } from './model.ts';
import { camelCase, comment, declarationText, membersText, typeText } from './typescript-types.ts';

export const HEADER = '// Written by sdks/generate/main.ts from the OpenAPI document. Do not edit.\n\n';
const FOLDER = 'sdks/node/src/generated';

const pascalCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const className = (resource: string): string => `${pascalCase(camelCase(resource.split('_')))}Resource`;
export const queryTypeName = (method: Method): string => `${pascalCase(method.operationId)}Query`;

/** Options that a method takes, by what its operation takes. */
function optionsType({ conditional, idempotent }: Method): string {
  if (conditional) return 'ConditionalOptions';
  return idempotent ? 'WriteOptions' : 'RequestOptions';
}

/** True where `{}` will do. */
function mayBeEmpty(model: ApiModel, type: TypeRef): boolean {
  if (type.kind === 'object') return type.fields.every((field) => !field.required);
  const named = type.kind === 'ref' ? model.schemas.find((schema) => schema.name === type.name) : undefined;
  return named !== undefined && mayBeEmpty(model, named.type);
}

/** An update of nothing is no request that somebody means. */
const bodyDefault = (model: ApiModel, { httpMethod }: Method, body: TypeRef): string =>
  httpMethod !== 'patch' && mayBeEmpty(model, body) ? ' = {}' : '';

export const parameterName = (name: string): string => camelCase(name.split('_'));

export function queryDeclaration(method: Method): string {
  const fields = method.queryParams.map((param) => ({
    name: param.name,
    type: param.schema,
    required: param.required,
    description: param.description,
    default: param.default,
    deprecated: false,
  }));
  return `${comment([`Query of \`${method.operationId}\`.`])}export interface ${queryTypeName(method)} ${membersText({ fields, additional: null }, true)}\n`;
}

function parametersText(model: ApiModel, method: Method, options: string): string {
  const { pathParams, queryParams, body } = method;
  const parameters = pathParams.map((param) => `${parameterName(param.name)}: ${typeText(param.schema, false)}`);
  if (body !== null) parameters.push(`body: ${typeText(body.schema, true)}${bodyDefault(model, method, body.schema)}`);
  if (queryParams.length > 0) {
    const needed = queryParams.some((param) => param.required);
    parameters.push(`query: ${queryTypeName(method)}${needed ? '' : ' = {}'}`);
  }
  return [...parameters, `options: ${options} = {}`].join(', ');
}

/** The path as an expression of its parameters. */
export function pathText({ path, pathParams }: Method): string {
  const template = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `\${${parameterName(name)}}`);
  return pathParams.length === 0 ? `'${path}'` : `pathOf\`${template}\``;
}

/** The request as the transport takes it. */
export function requestText(method: Method): string {
  const { httpMethod, queryParams, body, idempotent } = method;
  return (
    [
      `{ method: '${httpMethod.toUpperCase()}'`,
      `path: ${pathText(method)}`,
      ...(queryParams.length === 0 ? [] : ['query']),
      ...(body === null ? [] : ['body']),
      ...(idempotent ? ['idempotent: true'] : []),
    ].join(', ') + ' }'
  );
}

function answer(method: Method): { type: string; send: string } {
  const { response } = method;
  switch (response.kind) {
    case 'json':
      return { type: `Promise<${typeText(response.schema, false)}>`, send: `json<${typeText(response.schema, false)}>` };
    case 'page':
      return { type: `PageRequest<${typeText(response.item, false)}>`, send: `page<${typeText(response.item, false)}>` };
    case 'empty':
      return { type: 'Promise<void>', send: 'empty' };
    case 'text':
      return { type: 'Promise<string>', send: 'text' };
    case 'binary':
      return { type: 'Promise<Response>', send: 'raw' };
  }
}

function documentation(method: Method, first: string | null): string {
  const said = paragraphsOf(method)
    .flatMap((paragraph) => [`\n${paragraph}`])
    .join('\n');
  return comment([`${first ?? ''}${said === '' ? '' : `\n${said}`}`, method.deprecated ? '@deprecated' : null], '  ');
}

/** What tells a whole stream from one that was cut. One that is followed is over when the server says so. */
const lastEventsText = ({ resumable, lastEvents }: NonNullable<Method['stream']>): string =>
  resumable || lastEvents.length === 0 ? '' : `, [${lastEvents.map((type) => `'${type}'`).join(', ')}]`;

function methodText(model: ApiModel, method: Method): string {
  const { type, send } = answer(method);
  const parameters = parametersText(model, method, optionsType(method));
  const whole = `${documentation(method, method.summary)}  ${camelCase(method.name)}(${parameters}): ${type} {
    return this.#transport.${send}(${requestText(method)}, options);
  }\n`;
  if (method.stream === null) return whole;
  const event = typeText(method.stream.eventSchema, false);
  const streamParameters = parametersText(model, method, method.stream.resumable ? 'FollowOptions' : optionsType(method));
  const how = howStreamed(method.stream.resumable);
  return `${whole}\n${documentation(method, `${method.summary ?? ''}\n${how}`)}  ${camelCase(method.stream.name)}(${streamParameters}): EventStream<${event}> {
    return this.#transport.${method.stream.resumable ? 'follow' : 'stream'}<${event}>(${requestText(method)}, options${lastEventsText(method.stream)});
  }\n`;
}

function resourceText(model: ApiModel, { name, methods }: Resource): string {
  return `export class ${className(name)} {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

${methods.map((method) => methodText(model, method)).join('\n')}}\n`;
}

function refuseWhatIsNotSpoken(methods: readonly Method[]): void {
  for (const { operationId, body, queryParams } of methods) {
    if (body !== null && body.contentType !== 'application/json')
      throw new Error(`${operationId}: a body of ${body.contentType} has no form here`);
    const repeated = queryParams.find((param: QueryParam) => param.style === 'repeat');
    if (repeated !== undefined) throw new Error(`${operationId}: the repeated parameter ${repeated.name} has no form here`);
  }
}

/** Names of the schemas that signatures name, those of queries apart. */
export function namesInSignatures(methods: readonly Method[]): string[] {
  const types = methods.flatMap(({ pathParams, body, response, stream }) => [
    ...pathParams.map((param) => param.schema),
    ...(body === null ? [] : [body.schema]),
    ...(response.kind === 'json' ? [response.schema] : response.kind === 'page' ? [response.item] : []),
    ...(stream === null ? [] : [stream.eventSchema]),
  ]);
  return types.flatMap(namesIn);
}

function importsText(methods: readonly Method[]): string {
  const used = (name: string, when: boolean): string[] => (when ? [name] : []);
  const following = methods.some((one) => one.stream?.resumable === true);
  const fromTransport = ['Transport', ...new Set(methods.map(optionsType)), ...(following ? ['FollowOptions'] : [])];
  const queries = methods.filter((method) => method.queryParams.length > 0).map(queryTypeName);
  const types = [...new Set([...namesInSignatures(methods), ...queries])].sort();
  return [
    ...used(
      `import type { PageRequest } from '../core/page.ts';`,
      methods.some((one) => one.response.kind === 'page'),
    ),
    ...used(
      `import type { EventStream } from '../core/event-stream.ts';`,
      methods.some((one) => one.stream !== null),
    ),
    ...used(
      `import { pathOf } from '../core/url.ts';`,
      methods.some((one) => one.pathParams.length > 0),
    ),
    `import type { ${fromTransport.sort().join(', ')} } from '../core/transport.ts';`,
    `import type { ${types.join(', ')} } from './schemas/types.ts';\n\n`,
  ].join('\n');
}

function resourcesText(model: ApiModel): string {
  const methods = model.resources.flatMap((resource) => resource.methods);
  refuseWhatIsNotSpoken(methods);
  const fields = model.resources.map(({ name }) => ({ field: camelCase(name.split('_')), type: className(name) }));
  return `${HEADER}${importsText(methods)}${model.resources.map((resource) => resourceText(model, resource)).join('\n')}
/** Everything that a key can reach, by resource. */
export class ParleyResources {
${fields.map(({ field, type }) => `  readonly ${field}: ${type};\n`).join('')}
  constructor(transport: Transport) {
${fields.map(({ field, type }) => `    this.${field} = new ${type}(transport);\n`).join('')}  }
}\n`;
}

function typesText(model: ApiModel): string {
  const queries = model.resources.flatMap((resource) => resource.methods).filter((method) => method.queryParams.length > 0);
  const declared = new Set(model.schemas.map((schema) => schema.name));
  const webhook = model.webhookEvent === null || declared.has('WebhookEvent') ? [] : [model.webhookEvent];
  return [
    HEADER,
    ...(model.schemas.some((schema) => schema.name in REFINED) ? [`import type { MergePatch } from '../../merge-patch.ts';\n`] : []),
    ...model.schemas.map(declaration),
    ...queries.map(queryDeclaration),
    ...webhook.map((type) => `/** What a webhook endpoint is sent. */\nexport type WebhookEvent = ${typeText(type, false)};\n`),
  ].join('\n');
}

function errorCodesText(model: ApiModel): string {
  const entries = model.errorCodes.map(
    ({ code, status, description }) =>
      `${comment([description === null ? null : `${description}${status === null ? '' : ` (HTTP ${status})`}`])}| '${code}'\n`,
  );
  return `${HEADER}/** Every \`code\` of a problem document that this version of the API knows. */\nexport type KnownErrorCode =\n${entries.join('')};\n`;
}

/** What a schema cannot say: a part of an object, at any depth. */
const REFINED: Readonly<Record<string, string>> = {
  AgentPatch: 'MergePatch<CreateAgent>',
};

const declaration = (schema: NamedSchema): string => {
  const refined = REFINED[schema.name];
  return refined === undefined ? declarationText(schema) : `${comment([schema.description])}export type ${schema.name} = ${refined};\n`;
};

export const formatted = (text: string): Promise<string> => format(text, { parser: 'typescript', singleQuote: true, printWidth: 140 });

/** The text of each generated file, by its path from the root of the repository. */
export async function typescriptFiles(model: ApiModel): Promise<ReadonlyMap<string, string>> {
  const texts = {
    'schemas/types.ts': typesText(model),
    'resources.ts': resourcesText(model),
    'schemas/error-codes.ts': errorCodesText(model),
  };
  const files = new Map<string, string>();
  for (const [name, text] of Object.entries(texts)) {
    files.set(`${FOLDER}/${name}`, await formatted(text));
  }
  return files;
}
