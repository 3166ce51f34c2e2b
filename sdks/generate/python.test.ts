import { expect, test } from 'vitest';
import { readModel, type OpenApiDocument } from './model.ts';
import { pythonFiles } from './python.ts';
import { bracketed, docstring, literal, safeName } from './python-text.ts';
import { TEST_DOCUMENT } from './testing-document.ts';
import type { JsonSchema } from './openapi-document.ts';

const FOLDER = 'sdks/python/src/parley/_generated';

function written(name: string, document: OpenApiDocument = TEST_DOCUMENT): string {
  return pythonFiles(readModel(document)).get(`${FOLDER}/${name}.py`) ?? '';
}

/** The document with these schemas besides, and `createAgent` taking this body. */
function withBody(body: JsonSchema, schemas: Record<string, JsonSchema> = {}): OpenApiDocument {
  const agents = TEST_DOCUMENT.paths['/agents'];
  const post = { ...agents?.post, requestBody: { required: true, content: { 'application/json': { schema: body } } } };
  return {
    ...TEST_DOCUMENT,
    paths: { ...TEST_DOCUMENT.paths, '/agents': { ...agents, post } },
    components: { ...TEST_DOCUMENT.components, schemas: { ...TEST_DOCUMENT.components?.schemas, ...schemas } },
  };
}

const tagged = (type: string, more: Record<string, JsonSchema>, required: readonly string[] = Object.keys(more)): JsonSchema => ({
  type: 'object',
  properties: { type: { const: type }, ...more },
  required: ['type', ...required],
});
const text: JsonSchema = { type: 'string' };

test('objects of answers are classes, with the shapes of what they hold', () => {
  const models = written('models');
  expect(models).toContain('class Agent(Model):\n    id: str\n    settings: Settings\n    published_version: int | None\n');
  // Absent is None; what the document says nothing about is anything.
  expect(models).toContain('    anything: Any = None\n');
  expect(models).toContain('Agent._shapes = {\n    "settings": Settings,\n    "created_at": TIME,\n}\n');
  expect(models).toContain('Message: TypeAlias = Union[UserMessage, AgentMessage]\n');
  expect(models).toContain(
    'MESSAGE: Shape = OneOf(\n    "role",\n    {\n        "user": UserMessage,\n        "agent": AgentMessage,\n    },\n)\n',
  );
});

test('an answer takes the name of its request where no answer has that name', () => {
  expect(written('models')).toContain('class Settings(Model):');
  expect(written('models')).not.toContain('SettingsOutput');
});

test('objects without a name get one from where they stand', () => {
  expect(written('models')).toContain('StreamEvent: TypeAlias = Union[StreamEventDelta, StreamEventDone]\n');
  expect(written('models')).toContain('class AgentDeletedEventData(Model):\n    id: str\n');
});

test('fields of a body are keyword arguments, those that must be given first; objects in them are dictionaries or models', () => {
  const resources = written('resources');
  expect(resources).toContain(`    def create(
        self,
        *,
        name: str,
        voice: Voice | Omit = OMIT,
        settings: SettingsParam | Settings | Omit = OMIT,
        variables: Mapping[str, str] | Omit = OMIT,
        **options: Unpack[WriteOptions],
    ) -> Agent:
`);
  expect(written('params')).toContain('class SettingsParam(TypedDict, total=False):\n    speed: float\n    """Default: ``1``."""\n');
});

test('both clients have every method; only one waits', () => {
  expect(written('resources')).toContain('def get(self, id: str, **options: Unpack[RequestOptions]) -> Agent:');
  expect(written('async_resources')).toContain('async def get(self, id: str, **options: Unpack[RequestOptions]) -> Agent:');
  expect(written('resources')).toContain(') -> Page[Agent]:');
  expect(written('async_resources')).toContain('    def list(\n');
  expect(written('async_resources')).toContain(') -> AsyncPageRequest[Agent]:');
  expect(written('async_resources')).toContain(
    'def follow_events(self, id: str, **options: Unpack[FollowOptions]) -> AsyncEventStream[StreamEvent]:',
  );
  expect(written('async_resources')).toContain('cast("Message", await self._transport.json(request, options, MESSAGE))');
});

test('bodies of several forms are signatures of one method', () => {
  const union = { oneOf: [tagged('web', { from: text }), tagged('phone', { to: text, note: text }, ['to'])] };
  const resources = written('resources', withBody({ $ref: '#/components/schemas/Create' }, { Create: union }));
  expect(resources).toContain(
    '    @overload\n    def create(self, *, type: Literal["web"], from_: str, **options: Unpack[WriteOptions]) -> Agent: ...\n',
  );
  expect(resources).toContain('type: Literal["phone"],\n        to: str,\n        note: str | Omit = OMIT,\n');
  expect(resources).toContain('    def create(self, **given: Any) -> Agent:\n');
});

test('a body that may hold anything is given whole', () => {
  expect(written('resources')).toContain(
    '    def update(self, id: str, body: Mapping[str, Any], **options: Unpack[ConditionalOptions]) -> Agent:\n',
  );
});

test('what cannot be said in Python stops the generation', () => {
  const body = (properties: Record<string, JsonSchema>): JsonSchema => ({ type: 'object', properties });
  expect(() => written('resources', withBody(body({ timeout: text })))).toThrow('createAgent: the name timeout is taken');
  const trunk = { $ref: '#/components/schemas/Trunk' };
  expect(() => written('params', withBody(body({ trunk }), { Trunk: body({ from: text }) }))).toThrow('Trunk.from is no name in Python');
  expect(() => written('params', withBody(body({ trunk: body({ a: text }) })))).toThrow('has no name');
  const untold = { anyOf: [body({ a: text }), body({ b: text })] };
  expect(() =>
    written('models', {
      ...TEST_DOCUMENT,
      components: { ...TEST_DOCUMENT.components, schemas: { ...TEST_DOCUMENT.components?.schemas, Message: untold } },
    }),
  ).toThrow('nothing tells the members of a union apart');
});

test('text: literals, names, docstrings, brackets', () => {
  expect(literal({ a: [null, true, 1.5, 'x"'] })).toBe('{"a": [None, True, 1.5, "x\\""]}');
  expect(safeName('from')).toBe('from_');
  expect(docstring(['A "word"'])).toBe('"""\nA "word"\n"""\n');
  expect(docstring(['\\d and """', null, ''])).toBe('"""\n\\\\d and \\"\\"\\"\n"""\n');
  expect(docstring([null])).toBe('');
  expect(bracketed('f(', ['a', 'b'], ')')).toBe('f(a, b)');
  expect(bracketed('f(', ['a'.repeat(80), 'b'.repeat(80)], ')')).toBe(`f(\n    ${'a'.repeat(80)},\n    ${'b'.repeat(80)},\n)`);
});
