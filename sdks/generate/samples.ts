/** A request for each operation, as curl, the TypeScript SDK and the Python SDK send it, of the examples in the document. */
import { format } from 'prettier';
import {
  HTTP_METHODS,
  resolved,
  type HttpMethod,
  type OpenApiDocument,
  type OpenApiOperation,
  type OpenApiParameter,
} from './openapi-document.ts';
import type { ApiModel, Method } from './model.ts';
import { isSentWhole } from './python-resources.ts';
import { pythonSchemas, type PythonSchemas } from './python-schemas.ts';
import { bracketed, literal, safeName } from './python-text.ts';
import { schemaOf } from './schema-tree.ts';
import { camelCase } from './typescript-types.ts';

export interface Samples {
  curl: string;
  node: string;
  python: string;
}

const FILE = 'server/platform/openapi/samples.json';

/** What a request for an operation has, of its examples. */
interface Request {
  method: string;
  /** Below the server's address, query included. */
  url: string;
  query: Readonly<Record<string, unknown>>;
  path: Readonly<Record<string, unknown>>;
  /** Undefined: none is sent. */
  body: unknown;
  contentType: string | null;
  accept: string | null;
  /** The variable with the credential; null where none is asked for. */
  credential: 'PARLEY_API_KEY' | 'PARLEY_CLIENT_TOKEN' | null;
}

type Json = Readonly<Record<string, unknown>>;

function exampleOf(document: OpenApiDocument, parameter: OpenApiParameter): unknown {
  const { example, schema = {} } = parameter as OpenApiParameter & { example?: unknown };
  const named = schemaOf(document.components?.schemas ?? {}, schema);
  const found = example ?? (named as { examples?: unknown[] }).examples?.[0] ?? named.enum?.[0] ?? named.default;
  if (found === undefined) throw new Error(`the parameter ${parameter.name ?? ''} has no example`);
  return found;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function credentialOf({ security = [] }: OpenApiOperation): Request['credential'] {
  const schemes = security.flatMap((one) => Object.keys(one));
  if (schemes.includes('clientToken')) return 'PARLEY_CLIENT_TOKEN';
  return schemes.length === 0 ? null : 'PARLEY_API_KEY';
}

function requestOf(document: OpenApiDocument, path: string, method: HttpMethod, operation: OpenApiOperation): Request {
  const parameters = (operation.parameters ?? []).map((one) => resolved(document, 'parameters', one));
  const examplesIn = (place: string, of: (one: OpenApiParameter) => boolean = () => true): Json =>
    Object.fromEntries(parameters.filter((one) => one.in === place && of(one)).map((one) => [one.name ?? '', exampleOf(document, one)]));
  const inPath = examplesIn('path');
  const query = examplesIn('query', (one) => one.required === true);
  const search = new URLSearchParams(Object.fromEntries(Object.entries(query).map(([name, value]) => [name, textOf(value)]))).toString();
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(textOf(inPath[name])));
  const content = operation.requestBody === undefined ? {} : (resolved(document, 'requestBodies', operation.requestBody).content ?? {});
  const contentType = 'application/json' in content ? 'application/json' : (Object.keys(content)[0] ?? null);
  const accepts = Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith('2'))?.[1];
  const types = Object.keys(accepts === undefined ? {} : (resolved(document, 'responses', accepts).content ?? {}));
  return {
    method: method.toUpperCase(),
    url: `/api/v1${filled}${search === '' ? '' : `?${search}`}`,
    query,
    path: inPath,
    body: contentType === null ? undefined : content[contentType]?.example,
    contentType,
    accept: types.includes('application/json') ? null : (types[0] ?? null),
    credential: credentialOf(operation),
  };
}

const bodyText = ({ body }: Request): string => (typeof body === 'string' ? body : JSON.stringify(body, null, 2));

const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function curlText(request: Request): string {
  const { method, url, body, contentType, credential, accept } = request;
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"$PARLEY_BASE_URL${url}"`,
    ...(credential === null ? [] : [`-H "Authorization: Bearer $${credential}"`]),
    ...(body === undefined || contentType === null
      ? []
      : [`-H "Content-Type: ${contentType}"`, `--data-raw ${shellQuoted(bodyText(request))}`]),
    ...(accept?.startsWith('audio/') === true ? ['-o recording.wav'] : []),
  ];
  return lines.join(' \\\n  ');
}

/** Of what has no method in the SDKs. */
function fetchText(request: Request): string {
  const { method, url, body, contentType, credential, accept } = request;
  const headers = {
    ...(credential === null ? {} : { Authorization: `\`Bearer \${process.env.${credential}}\`` }),
    ...(body === undefined || contentType === null ? {} : { "'Content-Type'": `'${contentType}'` }),
  };
  const sent = typeof body === 'string' ? JSON.stringify(body) : `JSON.stringify(${JSON.stringify(body)})`;
  const options = [
    `method: '${method}'`,
    ...(Object.keys(headers).length === 0
      ? []
      : [
          `headers: { ${Object.entries(headers)
            .map(([name, value]) => `${name}: ${value}`)
            .join(', ')} }`,
        ]),
    ...(body === undefined ? [] : [`body: ${sent}`]),
  ];
  const read = accept === null ? 'json' : accept.startsWith('audio/') ? 'arrayBuffer' : 'text';
  return `const response = await fetch(\`\${process.env.PARLEY_BASE_URL}${url}\`, { ${options.join(', ')} });\nconsole.log(response.status, await response.${read}());\n`;
}

function httpxText({ method, url, body, contentType, credential, accept }: Request): string {
  const headers = {
    ...(credential === null ? {} : { Authorization: `"Bearer " + os.environ["${credential}"]` }),
    ...(typeof body === 'string' ? { 'Content-Type': literal(contentType) } : {}),
  };
  const parts = [
    literal(method),
    `os.environ["PARLEY_BASE_URL"] + ${literal(url)}`,
    ...(Object.keys(headers).length === 0
      ? []
      : [
          `headers={${Object.entries(headers)
            .map(([name, value]) => `${literal(name)}: ${value}`)
            .join(', ')}}`,
        ]),
    ...(body === undefined ? [] : [typeof body === 'string' ? `content=${literal(body)}` : `json=${literal(body)}`]),
  ];
  const read = accept === null ? 'json()' : accept.startsWith('audio/') ? 'content' : 'text';
  return `import os\n\nimport httpx\n\nresponse = ${bracketed('httpx.request(', parts, ')')}\nprint(response.status_code, response.${read})\n`;
}

const NODE_HEAD = "import { Parley } from '@parley/sdk';\n\nconst parley = new Parley(); // of PARLEY_API_KEY and PARLEY_BASE_URL\n\n";
const PYTHON_HEAD = 'from parley import Parley\n\nparley = Parley()  # of PARLEY_API_KEY and PARLEY_BASE_URL\n\n';

function nodeText(resource: string, method: Method, request: Request): string {
  const args = [
    ...method.pathParams.map(({ name }) => JSON.stringify(request.path[name])),
    ...(request.body === undefined ? [] : [JSON.stringify(request.body)]),
    ...(Object.keys(request.query).length === 0 ? [] : [JSON.stringify(request.query)]),
  ];
  const call = `parley.${camelCase(resource.split('_'))}.${camelCase(method.name)}(${args.join(', ')})`;
  switch (method.response.kind) {
    case 'page':
      return `${NODE_HEAD}for await (const item of ${call}) console.log(item);\n`;
    case 'empty':
      return `${NODE_HEAD}await ${call};\n`;
    case 'binary':
      return `${NODE_HEAD}const recording = await ${call};\nconsole.log((await recording.arrayBuffer()).byteLength);\n`;
    case 'json':
    case 'text':
      return `${NODE_HEAD}console.log(await ${call});\n`;
  }
}

function pythonText(schemas: PythonSchemas, resource: string, method: Method, request: Request): string {
  const whole = method.body !== null && isSentWhole(schemas, method);
  const keywords = { ...(whole ? {} : (request.body as Json | undefined)), ...request.query };
  const args = [
    ...method.pathParams.map(({ name }) => literal(request.path[name])),
    ...(whole ? [literal(request.body)] : []),
    ...Object.entries(keywords).map(([name, value]) => `${safeName(name)}=${literal(value)}`),
  ];
  const call = bracketed(`parley.${resource}.${method.name.join('_')}(`, args, ')');
  switch (method.response.kind) {
    case 'page':
      return `${PYTHON_HEAD}for item in ${call}:\n    print(item)\n`;
    case 'empty':
      return `${PYTHON_HEAD}${call}\n`;
    case 'binary':
      return `${PYTHON_HEAD}${call}.save("recording.wav")\n`;
    case 'json':
    case 'text':
      return `${PYTHON_HEAD}print(${call})\n`;
  }
}

/** Of all operations, by their ids. `model` has those that the SDKs have. */
export async function samplesOf(document: OpenApiDocument, model: ApiModel): Promise<Readonly<Record<string, Samples>>> {
  const methods = new Map(
    model.resources.flatMap(({ name, methods: members }) =>
      members.map((one) => [one.operationId, { resource: name, method: one }] as const),
    ),
  );
  const schemas = pythonSchemas(model);
  const samples: Record<string, Samples> = {};
  for (const [path, item] of Object.entries(document.paths)) {
    for (const httpMethod of HTTP_METHODS) {
      const operation = item[httpMethod];
      if (operation?.operationId === undefined) continue;
      const request = requestOf(document, path, httpMethod, operation);
      const known = methods.get(operation.operationId);
      const node = known === undefined ? fetchText(request) : nodeText(known.resource, known.method, request);
      samples[operation.operationId] = {
        curl: curlText(request),
        node: (await format(node, { parser: 'typescript', singleQuote: true, printWidth: 100 })).trimEnd(),
        python: (known === undefined ? httpxText(request) : pythonText(schemas, known.resource, known.method, request)).trimEnd(),
      };
    }
  }
  return samples;
}

export async function sampleFiles(document: OpenApiDocument, model: ApiModel): Promise<ReadonlyMap<string, string>> {
  return new Map([[FILE, `${JSON.stringify(await samplesOf(document, model), null, 2)}\n`]]);
}
