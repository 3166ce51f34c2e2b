/** Writes the resources of the Python SDK: for the blocking and for the asynchronous client. */
import type { ApiModel, Field, Method, QueryParam, Resource, TypeRef } from './model.ts';
import { describedField } from './python-models.ts';
import { howStreamed, paragraphsOf } from './operation-text.ts';
import type { PythonSchemas } from './python-schemas.ts';
import { bracketed, docstring, HEADER, importText, indented, literal, pascalCase, safeName } from './python-text.ts';
import { answerText, nothingUsed, requestText, shapeText, type Used } from './python-types.ts';

export type Kind = 'blocking' | 'asynchronous';

interface Writing {
  schemas: PythonSchemas;
  used: Used;
  core: Set<string>;
  options: Set<string>;
  kind: Kind;
}

/** Names of the options of every call. */
const OPTIONS = new Set([
  'timeout',
  'max_retries',
  'headers',
  'extra_query',
  'extra_body',
  'idempotency_key',
  'if_match',
  'last_event_id',
  'self',
  'options',
  'request',
  'body',
]);

const fieldOf = (param: QueryParam): Field => ({ ...param, type: param.schema, deprecated: false });

function optionsType({ conditional, idempotent }: Method, follows: boolean): string {
  if (follows) return 'FollowOptions';
  if (conditional) return 'ConditionalOptions';
  return idempotent ? 'WriteOptions' : 'RequestOptions';
}

/** The bodies that a method can be given: more than one where a union's members are told apart. */
function bodiesOf({ schemas }: Pick<Writing, 'schemas'>, method: Method): readonly (readonly Field[])[] | 'whole' {
  if (method.body === null) return [[]];
  const type = schemas.resolve(method.body.schema);
  const members = type.kind === 'union' ? type.members : [method.body.schema];
  const bodies = members.map((member) => schemas.bodyFields(member));
  return bodies.includes(null) ? 'whole' : bodies.map((fields) => fields ?? []);
}

/** Whether the body is one argument, and not a keyword argument for each of its fields. */
export const isSentWhole = (schemas: PythonSchemas, method: Method): boolean => bodiesOf({ schemas }, method) === 'whole';

function keyword(writing: Writing, field: Field): string {
  const { schemas, used, core } = writing;
  const text = requestText(schemas, used, field.type);
  if (!field.required) core.add('Omit').add('OMIT');
  return `${safeName(field.name)}: ${text}${field.required ? '' : ' | Omit = OMIT'}`;
}

const requiredFirst = (fields: readonly Field[]): Field[] => [
  ...fields.filter((one) => one.required),
  ...fields.filter((one) => !one.required),
];

function signature(writing: Writing, method: Method, fields: readonly Field[], options: string): string[] {
  const { schemas, used } = writing;
  const positional = method.pathParams.map((param) => `${safeName(param.name)}: ${requestText(schemas, used, param.schema)}`);
  const whole =
    bodiesOf(writing, method) === 'whole' && method.body !== null ? [`body: ${requestText(schemas, used, method.body.schema)}`] : [];
  const keywords = requiredFirst(fields).map((field) => keyword(writing, field));
  writing.options.add(options);
  return ['self', ...positional, ...whole, ...(keywords.length === 0 ? [] : ['*', ...keywords]), `**options: Unpack[${options}]`];
}

function refuseCollisions({ operationId, pathParams }: Method, fields: readonly Field[]): void {
  const names = [...pathParams, ...fields].map((one) => one.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index || OPTIONS.has(name));
  if (twice !== undefined) throw new Error(`${operationId}: the name ${twice} is taken`);
}

function documentation(method: Method, fields: readonly Field[], more: string | null): string {
  const { summary, pathParams, deprecated } = method;
  const described = [
    ...pathParams.map((param) => [param.name, param.description ?? ''] as const),
    ...requiredFirst(fields).map((field) => [field.name, describedField(field)] as const),
  ].filter(([, text]) => text !== '');
  const params = described.map(([name, text]) => `:param ${safeName(name)}: ${text.replaceAll(/\s+/g, ' ')}`).join('\n');
  return docstring([summary === null ? null : `${summary}.`, more, ...paragraphsOf(method), deprecated ? 'Deprecated.' : null, params]);
}

const dictionary = (name: string, fields: readonly Field[]): string =>
  bracketed(
    `${name}={`,
    fields.map((field) => `${literal(field.name)}: ${safeName(field.name)}`),
    '}',
  );

/** The request as the transport takes it. */
function requestValue(writing: Writing, method: Method, body: string | null, lastEvents: readonly string[]): string {
  const { pathParams, queryParams, path, httpMethod, idempotent } = method;
  writing.core.add('ApiRequest');
  if (pathParams.length > 0) writing.core.add('path_of');
  const place =
    pathParams.length === 0
      ? literal(path)
      : `path_of(${[literal(path), ...pathParams.map((param) => `${safeName(param.name)}=${safeName(param.name)}`)].join(', ')})`;
  const parts = [
    literal(httpMethod.toUpperCase()),
    place,
    ...(queryParams.length === 0 ? [] : [dictionary('query', queryParams.map(fieldOf))]),
    ...(body === null ? [] : [body]),
    ...(idempotent ? ['idempotent=True'] : []),
    ...(lastEvents.length === 0 ? [] : [`last_events=(${lastEvents.map((type) => `${literal(type)},`).join(' ')})`]),
  ];
  return `request = ${bracketed('ApiRequest(', parts, ')')}\n`;
}

interface Answer {
  type: string;
  /** What the transport is asked for; `shape` is behind it where the answer has one. */
  send: string;
  shape: string | null;
  /** False: what is returned is awaited, or iterated over, by the caller. */
  awaited: boolean;
  anyTyped: boolean;
}

function streamAnswer({ schemas, used, core, kind }: Writing, event: TypeRef, resumable: boolean): Answer {
  const stream = kind === 'blocking' ? 'EventStream' : 'AsyncEventStream';
  core.add(stream);
  const send = resumable ? 'follow' : 'stream';
  return {
    type: `${stream}[${answerText(schemas, used, event)}]`,
    send,
    shape: shapeText(schemas, used, event),
    awaited: false,
    anyTyped: false,
  };
}

function wholeAnswer({ schemas, used, core, kind }: Writing, { response }: Method): Answer {
  const plain = { shape: null, awaited: true, anyTyped: false };
  switch (response.kind) {
    case 'json': {
      const shape = shapeText(schemas, used, response.schema);
      const anyTyped = schemas.resolve(response.schema).kind !== 'object';
      return { ...plain, type: answerText(schemas, used, response.schema), send: 'json', shape, anyTyped };
    }
    case 'page': {
      const page = kind === 'blocking' ? 'Page' : 'AsyncPageRequest';
      core.add(page);
      return {
        ...plain,
        type: `${page}[${answerText(schemas, used, response.item)}]`,
        send: 'page',
        shape: shapeText(schemas, used, response.item),
        awaited: false,
      };
    }
    case 'empty':
      return { ...plain, type: 'None', send: 'empty' };
    case 'text':
      return { ...plain, type: 'str', send: 'text' };
    case 'binary': {
      const download = kind === 'blocking' ? 'Download' : 'AsyncDownload';
      core.add(download);
      return { ...plain, type: download, send: 'binary' };
    }
  }
}

/** A method that is to be written: its operation, what that is called here, and what comes back. */
interface Asked {
  method: Method;
  name: readonly string[];
  answer: Answer;
  /** What the documentation says besides. */
  more: string | null;
  /** Of a stream, after which events it is over. */
  lastEvents?: readonly string[];
}

const headOf = ({ kind }: Writing, { name, answer }: Asked): string =>
  `${kind === 'asynchronous' && answer.awaited ? 'async ' : ''}def ${safeName(name.join('_'))}`;

const optionsOf = ({ method, answer }: Asked): string => optionsType(method, answer.send === 'follow');

/** Where the members of a union have fields of their own, each has a signature; they are told apart by what they require. */
function overloads(writing: Writing, asked: Asked, bodies: readonly (readonly Field[])[]): string {
  const texts = bodies.map((fields) => {
    const parameters = signature(writing, asked.method, fields, optionsOf(asked));
    return `@overload\n${bracketed(`${headOf(writing, asked)}(`, parameters, `) -> ${asked.answer.type}: ...`)}\n`;
  });
  writing.used.typing.add('overload').add('Any');
  return `${texts.join('\n')}\n`;
}

function oneMethod(writing: Writing, asked: Asked): string {
  const { kind, used } = writing;
  const { method, answer, more } = asked;
  const bodies = bodiesOf(writing, method);
  const query = method.queryParams.map(fieldOf);
  const head = headOf(writing, asked);
  const several = bodies !== 'whole' && bodies.length > 1;
  const fields = bodies === 'whole' ? [] : several ? uniqueFields(bodies) : (bodies[0] ?? []);
  for (const one of several ? bodies : [fields]) refuseCollisions(method, [...one, ...query]);
  const own = several
    ? bracketed(`${head}(`, ['self', ...method.pathParams.map((param) => `${param.name}: str`), '**given: Any'], `) -> ${answer.type}:`)
    : bracketed(`${head}(`, signature(writing, method, [...fields, ...query], optionsOf(asked)), `) -> ${answer.type}:`);
  const body = method.body === null ? null : bodies === 'whole' ? 'body=body' : several ? 'body=body' : dictionary('body', fields);
  const taken = several ? `options, body = taken_apart(given)\n` : '';
  if (several) writing.core.add('taken_apart');
  const call = `${kind === 'asynchronous' && answer.awaited ? 'await ' : ''}self._transport.${answer.send}(request, options${answer.shape === null ? '' : `, ${answer.shape}`})`;
  if (answer.anyTyped) used.typing.add('cast');
  const back = answer.type === 'None' ? call : `return ${answer.anyTyped ? `cast("${answer.type}", ${call})` : call}`;
  const inner = `${documentation(method, [...fields, ...query], more)}${taken}${requestValue(writing, method, body, asked.lastEvents ?? [])}${back}\n`;
  return `${several ? overloads(writing, asked, bodies) : ''}${own}\n${indented(inner)}`;
}

const uniqueFields = (bodies: readonly (readonly Field[])[]): Field[] => [
  ...new Map(bodies.flat().map((field) => [field.name, field])).values(),
];

function methodTexts(writing: Writing, method: Method): string[] {
  const whole = oneMethod(writing, { method, name: method.name, answer: wholeAnswer(writing, method), more: null });
  if (method.stream === null) return [whole];
  const { name, eventSchema, resumable, lastEvents } = method.stream;
  const answer = streamAnswer(writing, eventSchema, resumable);
  const streamed = { method, name, answer, more: howStreamed(resumable), lastEvents: resumable ? [] : lastEvents };
  return [whole, oneMethod(writing, streamed)];
}

const className = (kind: Kind, resource: string): string => `${kind === 'blocking' ? '' : 'Async'}${pascalCase(resource)}Resource`;
const transportName = (kind: Kind): string => (kind === 'blocking' ? 'Transport' : 'AsyncTransport');

function resourceText(writing: Writing, { name, methods }: Resource): string {
  const init = `def __init__(self, transport: ${transportName(writing.kind)}) -> None:\n    self._transport = transport\n`;
  const texts = [init, ...methods.flatMap((method) => methodTexts(writing, method))];
  const title = `"""\`\`${name}\`\` of the API."""\n`;
  return `class ${className(writing.kind, name)}:\n${indented([title, ...texts].join('\n'))}`;
}

function clientText(kind: Kind, resources: readonly Resource[]): string {
  const name = `${kind === 'blocking' ? '' : 'Async'}ParleyResources`;
  const fields = resources.map((resource) => `self.${resource.name} = ${className(kind, resource.name)}(transport)\n`).join('');
  const init = `def __init__(self, transport: ${transportName(kind)}) -> None:\n${indented(fields)}`;
  return `class ${name}:\n${indented(`"""Everything that a key can reach, by resource."""\n\n${init}`)}`;
}

const FROM: Readonly<Record<string, string>> = {
  ApiRequest: 'exchange',
  Omit: 'omit',
  OMIT: 'omit',
  path_of: 'url',
  taken_apart: 'options',
};

function importsText({ core, options, used, kind }: Writing): string {
  const modules = new Map<string, string[]>();
  for (const name of [...core, transportName(kind), ...options]) {
    const module = `.._core.${FROM[name] ?? (options.has(name) ? 'options' : kind)}`;
    modules.set(module, [...(modules.get(module) ?? []), name]);
  }
  return [
    importText('collections.abc', used.abstract),
    used.datetime ? 'from datetime import datetime\n' : '',
    importText('typing', used.typing),
    used.typing.size + used.abstract.size > 0 || used.datetime ? '\n' : '',
    importText('typing_extensions', ['Unpack']),
    '\n',
    ...[...modules].sort(([a], [b]) => (a < b ? -1 : 1)).map(([module, names]) => importText(module, names)),
    importText('.models', used.models),
    importText('.params', used.params),
  ].join('');
}

export interface ResourcesFile {
  text: string;
  /** Names in `params` that it takes. */
  params: ReadonlySet<string>;
}

export function resourcesFile(model: ApiModel, schemas: PythonSchemas, kind: Kind): ResourcesFile {
  const writing: Writing = { schemas, used: nothingUsed(), core: new Set(), options: new Set(), kind };
  const classes = model.resources.map((resource) => resourceText(writing, resource));
  const title = kind === 'blocking' ? 'Resources of the blocking client.' : 'Resources of the asynchronous client.';
  return {
    text: `${HEADER}\n"""${title}"""\n\nfrom __future__ import annotations\n\n${importsText(writing)}\n\n${[...classes, clientText(kind, model.resources)].join('\n\n')}`,
    params: writing.used.params,
  };
}
