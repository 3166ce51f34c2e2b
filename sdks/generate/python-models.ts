/** Writes the modules `models` and `params` of the Python SDK. */
import type { Field, NamedSchema, TypeRef } from './model.ts';
import { namesIn } from './schema-tree.ts';
import type { PythonSchemas } from './python-schemas.ts';
import { allText, docstring, HEADER, importText, indented, literal, safeName, upperSnake } from './python-text.ts';
import { answerText, isShaped, nothingUsed, requestText, shapeText, type Used } from './python-types.ts';

/** Attributes that every model has: a field of the same name has `_` behind it. */
const MODEL_ATTRIBUTES = new Set(['to_dict', 'from_dict']);
const attributeName = (name: string): string => (MODEL_ATTRIBUTES.has(name) ? `${name}_` : safeName(name));

const defaultText = (field: Field): string | null =>
  field.required || field.default === undefined ? null : `Default: \`\`${literal(field.default)}\`\`.`;

export const describedField = (field: Field): string =>
  [field.description, defaultText(field), field.deprecated ? 'Deprecated.' : null].filter((part) => part !== null).join(' ');

/** The name behind what it refers to; what refers to itself through names alone has no such order. */
function inOrder(schemas: readonly NamedSchema[]): NamedSchema[] {
  const byName = new Map(schemas.map((schema) => [schema.name, schema]));
  const ordered = new Set<NamedSchema>();
  const visit = (schema: NamedSchema, above: readonly string[]): void => {
    if (above.includes(schema.name)) throw new Error(`${schema.name} refers to itself`);
    for (const name of namesIn(schema.type)) {
      const other = byName.get(name);
      if (other !== undefined) visit(other, [...above, schema.name]);
    }
    ordered.add(schema);
  };
  for (const schema of schemas) visit(schema, []);
  return [...ordered];
}

type ObjectSchema = NamedSchema & { type: TypeRef & { kind: 'object' } };
const isObject = (schema: NamedSchema): schema is ObjectSchema => schema.type.kind === 'object';

function modelClass(schemas: PythonSchemas, used: Used, { name, type, description }: ObjectSchema): string {
  const fields = type.fields.map((field) => {
    const nullable = !field.required && field.type.kind !== 'null';
    const text = answerText(schemas, used, nullable ? { ...field.type, nullable: true } : field.type);
    const documentation = docstring([field.description, field.deprecated ? 'Deprecated.' : null]);
    return `${attributeName(field.name)}: ${text}${field.required ? '' : ' = None'}\n${documentation}${documentation === '' ? '' : '\n'}`;
  });
  const body = [docstring([description]), fields.join('').trimEnd()].filter((part) => part !== '').join('\n');
  return `class ${schemas.answerName(name)}(Model):\n${indented(body === '' ? 'pass' : body.trimEnd())}\n`;
}

function aliasText(name: string, type: string, description: string | null): string {
  return `${name}: TypeAlias = ${type}\n${docstring([description])}`;
}

/** For each class, where models are in its fields. */
function shapesTable(schemas: PythonSchemas, used: Used, { name, type }: ObjectSchema): string {
  const fields = type.fields.filter((field) => isShaped(schemas, field.type));
  if (fields.length === 0) return '';
  const lines = fields.map((field) => `    ${literal(field.name)}: ${indented(shapeText(schemas, used, field.type)).trimStart()},\n`);
  return `${schemas.answerName(name)}._shapes = {\n${lines.join('')}}\n`;
}

const shapeConstant = (schemas: PythonSchemas, used: Used, schema: NamedSchema): string => {
  const name = schemas.answerName(schema.name);
  return `${upperSnake(name)}: Shape = ${isObject(schema) ? name : shapeText(schemas, used, schema.type)}\n`;
};

export function modelsText(schemas: PythonSchemas): string {
  const all = [...schemas.byName.values()];
  const used = nothingUsed();
  const classes = all.filter(isObject).filter((schema) => schema.inResponses);
  const aliases = inOrder(all.filter((schema) => !isObject(schema) && (schema.inResponses || !schemas.holdsObjects(schema.type))));
  const shaped = aliases.filter((schema) => schemas.holdsObjects(schema.type));
  const webhook = classes.filter((schema) => schema.name === 'WebhookEvent');
  const plain = aliases.filter((schema) => !shaped.includes(schema));
  const alias = ({ name, type, description }: NamedSchema): string =>
    aliasText(schemas.answerName(name), answerText(schemas, used, type, 'value'), description);
  const parts = [
    ...plain.map(alias),
    ...classes.map((schema) => modelClass(schemas, used, schema)),
    ...shaped.map(alias),
    ...[...shaped, ...webhook].map((schema) => shapeConstant(schemas, used, schema)),
    ...classes.map((schema) => shapesTable(schemas, used, schema)),
  ].filter((part) => part !== '');
  const imports = [
    used.datetime ? 'from datetime import datetime\n' : '',
    importText('typing', used.typing),
    '\n',
    importText('typing_extensions', ['TypeAlias']),
    '\n',
    importText('.._core.model', ['Model', 'Shape', ...used.shapes]),
  ];
  const names = [...classes, ...aliases].map((schema) => schemas.answerName(schema.name));
  return `${HEADER}\n"""Everything that the server answers with."""\n\nfrom __future__ import annotations\n\n${imports.join('')}\n${allText(names)}\n\n${parts.join('\n\n')}`;
}

function typedDict(schemas: PythonSchemas, used: Used, { name, type, description }: ObjectSchema): string {
  const fields = type.fields.map((field) => {
    if (safeName(field.name) !== field.name || !/^[A-Za-z_]\w*$/.test(field.name))
      throw new Error(`${name}.${field.name} is no name in Python`);
    const text = requestText(schemas, used, field.type);
    return `${field.name}: ${field.required ? `Required[${text}]` : text}\n${docstring([describedField(field)])}`;
  });
  const body = [docstring([description]), fields.join('').trimEnd()].filter((part) => part !== '').join('\n');
  return `class ${name}Param(TypedDict, total=False):\n${indented(body === '' ? 'pass' : body.trimEnd())}\n`;
}

export function paramsText(schemas: PythonSchemas, wanted: ReadonlySet<string>): string {
  const used = nothingUsed();
  const all = [...schemas.byName.values()].filter((schema) => wanted.has(schema.name));
  const isClosed = (schema: NamedSchema): schema is ObjectSchema => isObject(schema) && schema.type.additional === null;
  const dicts = all.filter(isClosed);
  const aliases = inOrder(all.filter((schema) => !isClosed(schema)));
  const open = aliases.filter(isObject);
  if (open.length > 0) {
    used.typing.add('Any');
    used.abstract.add('Mapping');
  }
  const parts = [
    ...open.map(({ name, description }) => aliasText(`${name}Param`, 'Mapping[str, Any]', description)),
    ...dicts.map((schema) => typedDict(schemas, used, schema)),
    ...aliases
      .filter((schema) => !isObject(schema))
      .map(({ name, type, description }) => aliasText(`${name}Param`, requestText(schemas, used, type, 'value'), description)),
  ];
  const names = all.map((schema) => `${schema.name}Param`);
  const imports = [
    importText('collections.abc', used.abstract),
    used.datetime ? 'from datetime import datetime\n' : '',
    importText('typing', used.typing),
    '\n',
    importText('typing_extensions', [
      'TypedDict',
      ...(parts.some((part) => part.includes('Required[')) ? ['Required'] : []),
      ...(aliases.length > 0 ? ['TypeAlias'] : []),
    ]),
    '\n',
    importText('.models', used.models),
  ];
  return `${HEADER}\n"""Typed dictionaries of what a request holds inside its fields."""\n\nfrom __future__ import annotations\n\n${imports.join('')}\n${allText(names)}\n\n${parts.join('\n\n')}`;
}
