/** Types of Python, as text. */
import type { PythonSchemas } from './python-schemas.ts';
import { literal, upperSnake } from './python-text.ts';
import type { TypeRef } from './model.ts';

/** `value`: where Python evaluates the text, and 3.9 does not know `X | Y`. */
type Position = 'annotation' | 'value';

/** Names that the texts of one file need. */
export interface Used {
  typing: Set<string>;
  /** In `collections.abc`. */
  abstract: Set<string>;
  models: Set<string>;
  params: Set<string>;
  shapes: Set<string>;
  datetime: boolean;
}

export const nothingUsed = (): Used => ({
  typing: new Set(),
  abstract: new Set(),
  models: new Set(),
  params: new Set(),
  shapes: new Set(),
  datetime: false,
});

function joined(used: Used, members: readonly string[], position: Position): string {
  const [only = 'None', ...more] = [...new Set(members)];
  if (more.length === 0) return only;
  if (position === 'annotation') return [only, ...more].join(' | ');
  used.typing.add('Union');
  return `Union[${[only, ...more].join(', ')}]`;
}

function withNone(used: Used, text: string, position: Position): string {
  if (text === 'Any') return text;
  if (position === 'annotation') return `${text} | None`;
  used.typing.add('Optional');
  return `Optional[${text}]`;
}

const typing = (used: Used, name: 'Any' | 'Literal'): string => {
  used.typing.add(name);
  return name;
};

const abstract = (used: Used, name: 'Mapping' | 'Sequence'): string => {
  used.abstract.add(name);
  return name;
};

/** What is the same in requests and answers. */
function scalarText(used: Used, type: TypeRef): string | null {
  switch (type.kind) {
    case 'string':
      return 'str';
    case 'integer':
      return 'int';
    case 'number':
      return 'float';
    case 'boolean':
      return 'bool';
    case 'null':
      return 'None';
    case 'unknown':
      return typing(used, 'Any');
    case 'enum':
      return `${typing(used, 'Literal')}[${type.values.map(literal).join(', ')}]`;
    case 'array':
    case 'object':
    case 'record':
    case 'ref':
    case 'union':
      return null;
    default:
      return type satisfies never;
  }
}

const isTime = (schemas: PythonSchemas, type: TypeRef): boolean => {
  const target = schemas.resolve(type);
  return target.kind === 'string' && target.format === 'date-time';
};

/** True where a value of the type is, or holds, what is no JSON in Python: a model or a time. */
export function isShaped(schemas: PythonSchemas, type: TypeRef): boolean {
  if (schemas.holdsObjects(type) || isTime(schemas, type)) return true;
  if (type.kind === 'array') return isShaped(schemas, type.items);
  return type.kind === 'record' && isShaped(schemas, type.values);
}

/** The type as the server answers with it. */
export function answerText(schemas: PythonSchemas, used: Used, type: TypeRef, position: Position = 'annotation'): string {
  const inner = (one: TypeRef, where = position): string => answerText(schemas, used, one, where);
  const bare = (): string => {
    switch (type.kind) {
      case 'array':
        return `list[${inner(type.items)}]`;
      case 'record':
        return `dict[str, ${inner(type.values)}]`;
      case 'union':
        return joined(
          used,
          type.members.map((member) => inner(member)),
          position,
        );
      case 'ref': {
        if (isTime(schemas, type)) return timeText(used, schemas.resolve(type))[0] ?? '';
        const name = schemas.answerName(type.name);
        used.models.add(name);
        return name;
      }
      case 'object':
        throw new Error('an object in a request or an answer has no name: give its schema one');
      case 'boolean':
      case 'enum':
      case 'integer':
      case 'null':
      case 'number':
      case 'string':
      case 'unknown':
        return timeText(used, type)[0] ?? scalarText(used, type) ?? '';
      default:
        return type satisfies never;
    }
  };
  return type.nullable && type.kind !== 'null' ? withNone(used, bare(), position) : bare();
}

function requestRef(schemas: PythonSchemas, used: Used, type: TypeRef & { kind: 'ref' }): string[] {
  const target = schemas.resolve(type);
  if (schemas.holdsObjects(target)) {
    used.params.add(`${type.name}Param`);
    const answer = schemas.answerFor(type.name);
    if (answer !== null) used.models.add(answer);
    return [`${type.name}Param`, ...(answer === null ? [] : [answer])];
  }
  // A dictionary in the place of `Mapping` would refuse one with values of a narrower type.
  if (target.kind === 'record' || target.kind === 'array') return [requestText(schemas, used, { ...target, nullable: false })];
  const time = timeText(used, target);
  if (time.length > 0) return ['str', ...time];
  used.models.add(type.name);
  return [type.name];
}

/** Times may be given as such. */
function timeText(used: Used, type: TypeRef): string[] {
  if (type.kind !== 'string' || type.format !== 'date-time') return [];
  used.datetime = true;
  return ['datetime'];
}

/** The type as a caller gives it: objects as dictionaries, or as they were answered. */
export function requestText(schemas: PythonSchemas, used: Used, type: TypeRef, position: Position = 'annotation'): string {
  const inner = (one: TypeRef): string => requestText(schemas, used, one, position);
  const bare = (): string[] => {
    switch (type.kind) {
      case 'array':
        return [`${abstract(used, 'Sequence')}[${inner(type.items)}]`];
      case 'record':
        return [`${abstract(used, 'Mapping')}[str, ${inner(type.values)}]`];
      case 'union':
        return type.members.map(inner);
      case 'ref':
        return requestRef(schemas, used, type);
      case 'object':
        throw new Error('an object in a request or an answer has no name: give its schema one');
      case 'boolean':
      case 'enum':
      case 'integer':
      case 'null':
      case 'number':
      case 'string':
      case 'unknown':
        return [scalarText(used, type) ?? '', ...timeText(used, type)];
      default:
        return type satisfies never;
    }
  };
  const text = joined(used, bare(), position);
  return type.nullable && type.kind !== 'null' ? withNone(used, text, position) : text;
}

const isTold = (type: TypeRef, discriminator: string): readonly unknown[] => {
  const field = type.kind === 'object' ? type.fields.find((one) => one.name === discriminator) : undefined;
  return field?.type.kind === 'enum' ? field.type.values : [];
};

function unionShape(schemas: PythonSchemas, used: Used, type: TypeRef & { kind: 'union' }): string {
  const objects = type.members.filter(schemas.holdsObjects);
  const [only] = objects;
  if (only !== undefined && objects.length === 1) return shapeText(schemas, used, only);
  const { discriminator } = type;
  if (discriminator === null) throw new Error(`nothing tells the members of a union apart: ${JSON.stringify(type).slice(0, 200)}`);
  used.shapes.add('OneOf');
  const members = type.members.flatMap((member) =>
    isTold(schemas.resolve(member), discriminator).map((value) => `    ${literal(value)}: ${shapeText(schemas, used, member)},\n`),
  );
  return `OneOf(\n    ${literal(discriminator)},\n    {\n${members.map((member) => `    ${member}`).join('')}    },\n)`;
}

/** Where the models are in an answer: see `model.py`. */
export function shapeText(schemas: PythonSchemas, used: Used, type: TypeRef): string {
  if (!isShaped(schemas, type)) return 'None';
  if (isTime(schemas, type)) {
    used.shapes.add('TIME');
    return 'TIME';
  }
  switch (type.kind) {
    case 'array':
      used.shapes.add('ListOf');
      return `ListOf(${shapeText(schemas, used, type.items)})`;
    case 'record':
      used.shapes.add('RecordOf');
      return `RecordOf(${shapeText(schemas, used, type.values)})`;
    case 'union':
      return unionShape(schemas, used, type);
    case 'ref': {
      const name = schemas.answerName(type.name);
      const text = schemas.byName.get(type.name)?.type.kind === 'object' ? name : upperSnake(name);
      used.models.add(text);
      return text;
    }
    case 'boolean':
    case 'enum':
    case 'integer':
    case 'null':
    case 'number':
    case 'object':
    case 'string':
    case 'unknown':
      throw new Error(`a ${type.kind} has no shape`);
    default:
      return type satisfies never;
  }
}
