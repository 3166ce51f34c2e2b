/** JSON Schema as a tree of types that a language can be written from. */
import { referencedName, type JsonSchema } from './openapi-document.ts';

type EnumValue = string | number | boolean;

/** `nullable`: JSON `null` may stand in its place. Whether a field may be absent is said by the field. */
export type TypeRef = { nullable: boolean } & (
  | { kind: 'string'; format: string | null }
  | { kind: 'integer' | 'number' | 'boolean' | 'null' | 'unknown' }
  /** A `const` is an enum of one. */
  | { kind: 'enum'; values: readonly EnumValue[] }
  | { kind: 'array'; items: TypeRef }
  | { kind: 'record'; values: TypeRef }
  | ObjectType
  | UnionType
  | { kind: 'ref'; name: string }
);

/** `additional`: what fields that are not listed hold; null where there are none. */
export interface ObjectType {
  kind: 'object';
  fields: readonly Field[];
  additional: TypeRef | null;
}

/** `discriminator`: the field whose single value tells the members apart, if one does. */
interface UnionType {
  kind: 'union';
  members: readonly TypeRef[];
  discriminator: string | null;
}

export interface Field {
  /** As on the wire. */
  name: string;
  type: TypeRef;
  /** False: it may be absent. */
  required: boolean;
  description: string | null;
  /** What the server takes when it is absent; undefined where it says nothing. */
  default: unknown;
  deprecated: boolean;
}

type Schemas = Readonly<Record<string, JsonSchema>>;

const SCALARS = ['integer', 'number', 'boolean', 'null'] as const;
const isScalar = (type: string): type is (typeof SCALARS)[number] => (SCALARS as readonly string[]).includes(type);
const isNull = (schema: JsonSchema): boolean => schema.type === 'null' || schema.const === null;
const nullable = (type: TypeRef): TypeRef => ({ ...type, nullable: true });

export const schemaOf = (schemas: Schemas, schema: JsonSchema): JsonSchema => {
  if (schema.$ref === undefined) return schema;
  const name = referencedName(schema.$ref, 'schemas');
  const found = schemas[name];
  if (found === undefined) throw new Error(`the schema ${name} is not in the document`);
  return schemaOf(schemas, found);
};

function readFields(schemas: Schemas, schema: JsonSchema): Field[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    type: readSchema(schemas, property),
    required: required.has(name),
    description: property.description ?? (property.$ref === undefined ? null : (schemaOf(schemas, property).description ?? null)),
    default: property.default,
    deprecated: property.deprecated ?? false,
  }));
}

function readObject(schemas: Schemas, schema: JsonSchema): TypeRef {
  const { additionalProperties: more } = schema;
  const additional = typeof more === 'object' ? readSchema(schemas, more) : more === true ? UNKNOWN : null;
  if (schema.properties === undefined && (more !== false || schema.propertyNames !== undefined)) {
    return { kind: 'record', values: additional ?? UNKNOWN, nullable: false };
  }
  return { kind: 'object', fields: readFields(schemas, schema), additional, nullable: false };
}

/** The values that the member's field may have, where they are listed and the field is always there. */
function valuesOf(schemas: Schemas, member: JsonSchema, name: string): readonly unknown[] {
  const { properties = {}, required = [] } = schemaOf(schemas, member);
  const property = properties[name];
  if (property === undefined || !required.includes(name)) return [];
  return property.const === undefined ? (property.enum ?? []) : [property.const];
}

function discriminatorOf(schemas: Schemas, schema: JsonSchema, members: readonly JsonSchema[]): string | null {
  if (schema.discriminator !== undefined) return schema.discriminator.propertyName;
  const [first] = members;
  if (first === undefined) return null;
  const tells = (name: string): boolean => {
    const values = members.map((member) => valuesOf(schemas, member, name));
    return values.every((one) => one.length === 1) && new Set(values.flat()).size === members.length;
  };
  return Object.keys(schemaOf(schemas, first).properties ?? {}).find(tells) ?? null;
}

function readUnion(schemas: Schemas, schema: JsonSchema, alternatives: readonly JsonSchema[]): TypeRef {
  const members = alternatives.filter((member) => !isNull(member));
  const canBeNull = members.length < alternatives.length;
  const types = members.map((member) => readSchema(schemas, member));
  const [only] = types;
  if (only === undefined) return { kind: 'null', nullable: true };
  if (types.length === 1) return canBeNull ? nullable(only) : only;
  return { kind: 'union', members: types, discriminator: discriminatorOf(schemas, schema, members), nullable: canBeNull };
}

/** Objects that all hold at once are one object. */
function readAll(schemas: Schemas, parts: readonly JsonSchema[]): TypeRef {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return readSchema(schemas, only);
  const types = parts.map((part) => readSchema(schemas, schemaOf(schemas, part)));
  const objects = types.map((type) => {
    if (type.kind !== 'object') throw new Error(`allOf holds a ${type.kind}, which is not an object`);
    return type;
  });
  const fields = new Map(objects.flatMap((object) => object.fields).map((field) => [field.name, field]));
  return {
    kind: 'object',
    fields: [...fields.values()],
    additional: objects.find((object) => object.additional !== null)?.additional ?? null,
    nullable: false,
  };
}

function readTyped(schemas: Schemas, schema: JsonSchema, type: string): TypeRef {
  if (isScalar(type)) return { kind: type, nullable: type === 'null' };
  switch (type) {
    case 'string':
      return { kind: 'string', format: schema.format ?? null, nullable: false };
    case 'array':
      return { kind: 'array', items: schema.items === undefined ? UNKNOWN : readSchema(schemas, schema.items), nullable: false };
    case 'object':
      return readObject(schemas, schema);
    default:
      throw new Error(`${type} is not a type of JSON Schema`);
  }
}

const UNKNOWN: TypeRef = { kind: 'unknown', nullable: false };

export function readSchema(schemas: Schemas, schema: JsonSchema): TypeRef {
  if (schema.$ref !== undefined) return { kind: 'ref', name: referencedName(schema.$ref, 'schemas'), nullable: false };
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives !== undefined) return readUnion(schemas, schema, alternatives);
  if (schema.allOf !== undefined) return readAll(schemas, schema.allOf);
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (values !== undefined) {
    const known = values.filter((value) => value !== null) as EnumValue[];
    return known.length === 0 ? { kind: 'null', nullable: true } : { kind: 'enum', values: known, nullable: known.length < values.length };
  }
  const { type } = schema;
  if (type === undefined) return schema.properties === undefined ? UNKNOWN : readObject(schemas, schema);
  if (typeof type === 'string') return readTyped(schemas, schema, type);
  return readUnion(
    schemas,
    schema,
    type.map((one) => ({ ...schema, type: one })),
  );
}

/** Names of the schemas that a type refers to, itself not looked into. */
export function namesIn(type: TypeRef): string[] {
  switch (type.kind) {
    case 'ref':
      return [type.name];
    case 'array':
      return namesIn(type.items);
    case 'record':
      return namesIn(type.values);
    case 'union':
      return type.members.flatMap(namesIn);
    case 'object':
      return [...type.fields.flatMap((field) => namesIn(field.type)), ...(type.additional === null ? [] : namesIn(type.additional))];
    case 'boolean':
    case 'enum':
    case 'integer':
    case 'null':
    case 'number':
    case 'string':
    case 'unknown':
      return [];
    default:
      return type satisfies never;
  }
}
