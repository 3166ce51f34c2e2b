/** The schemas as Python has them: every object has a name, what is asked and what is answered are told apart. */
import type { ApiModel, Field, NamedSchema, TypeRef } from './model.ts';
import { namesIn } from './schema-tree.ts';
import { pascalCase } from './python-text.ts';

/** What a schema cannot say: a part of the fields of an object; null puts one back to its default. */
const PARTS_OF: Readonly<Record<string, string>> = { AgentPatch: 'CreateAgent' };

export interface PythonSchemas {
  /** By name in the document; objects that had no name have one made of where they stand. */
  byName: ReadonlyMap<string, NamedSchema>;
  /** True where the type is an object, or holds one. */
  holdsObjects: (type: TypeRef) => boolean;
  /** What the class of an answer is called: `SettingsOutput` is `Settings` where only requests have a `Settings`. */
  answerName: (name: string) => string;
  /** The class of answers that has the same fields as this object of requests. */
  answerFor: (name: string) => string | null;
  /** The fields that a body is made of; null where it has any. */
  bodyFields: (type: TypeRef) => readonly Field[] | null;
  resolve: (type: TypeRef) => TypeRef;
}

/** Takes objects out of a type and gives them names. */
function hoist(type: TypeRef, name: string, found: (name: string, type: TypeRef) => void): TypeRef {
  const within = (inner: TypeRef, innerName: string): TypeRef => hoist(inner, innerName, found);
  switch (type.kind) {
    case 'object':
      found(name, { ...hoistFromObject(type, name, found), nullable: false });
      return { kind: 'ref', name, nullable: type.nullable };
    case 'array':
      return { ...type, items: within(type.items, name) };
    case 'record':
      return { ...type, values: within(type.values, `${name}Value`) };
    case 'union':
      return { ...type, members: type.members.map((member, index) => within(member, name + memberSuffix(type, member, index))) };
    case 'boolean':
    case 'enum':
    case 'integer':
    case 'null':
    case 'number':
    case 'ref':
    case 'string':
    case 'unknown':
      return type;
    default:
      return type satisfies never;
  }
}

const hoistFromObject = (
  type: TypeRef & { kind: 'object' },
  name: string,
  found: (name: string, type: TypeRef) => void,
): TypeRef & { kind: 'object' } => ({
  ...type,
  fields: type.fields.map((field) => ({ ...field, type: hoist(field.type, name + pascalCase(field.name), found) })),
});

function memberSuffix({ discriminator }: TypeRef & { kind: 'union' }, member: TypeRef, index: number): string {
  const field = member.kind === 'object' ? member.fields.find((one) => one.name === discriminator) : undefined;
  const value = field?.type.kind === 'enum' ? field.type.values[0] : undefined;
  return pascalCase(String(value ?? index + 1));
}

function named(model: ApiModel): Map<string, NamedSchema> {
  const schemas = new Map<string, NamedSchema>();
  const add = (schema: NamedSchema): void => {
    if (schemas.has(schema.name)) throw new Error(`two schemas would be called ${schema.name}`);
    schemas.set(schema.name, schema);
  };
  const declared = model.schemas.some((schema) => schema.name === 'WebhookEvent');
  const webhookEvent: NamedSchema = {
    name: 'WebhookEvent',
    type: model.webhookEvent ?? { kind: 'object', fields: [], additional: null, nullable: false },
    description: 'What a webhook endpoint is sent.',
    inRequests: false,
    inResponses: true,
  };
  for (const schema of [...model.schemas, ...(declared ? [] : [webhookEvent])]) {
    const found = (name: string, type: TypeRef): void => add({ ...schema, name, type, description: null });
    const { type } = schema;
    add({ ...schema, type: type.kind === 'object' ? hoistFromObject(type, schema.name, found) : hoist(type, schema.name, found) });
  }
  return schemas;
}

export function pythonSchemas(model: ApiModel): PythonSchemas {
  const byName = named(model);
  const resolve = (type: TypeRef): TypeRef => {
    if (type.kind !== 'ref') return type;
    const schema = byName.get(type.name);
    if (schema === undefined) throw new Error(`there is no schema ${type.name}`);
    return resolve(schema.type);
  };
  const holdsObjects = (type: TypeRef): boolean => {
    if (type.kind === 'object') return true;
    if (type.kind === 'union') return type.members.some(holdsObjects);
    return namesIn(type).some((name) => holdsObjects(byName.get(name)?.type ?? type));
  };
  const answerName = (name: string): string => {
    const short = name.replace(/Output$/, '');
    return short !== name && byName.get(short)?.inResponses === false ? short : name;
  };
  const answers = new Map(
    [...byName.values()].filter((one) => one.inResponses && one.type.kind === 'object').map((one) => [answerName(one.name), one]),
  );
  return {
    byName,
    resolve,
    holdsObjects,
    answerName,
    answerFor: (name) => (answers.has(name) ? name : null),
    bodyFields(type) {
      const part = type.kind === 'ref' ? PARTS_OF[type.name] : undefined;
      if (part !== undefined) {
        const whole = resolve({ kind: 'ref', name: part, nullable: false });
        if (whole.kind !== 'object') throw new Error(`${part} is not an object`);
        return whole.fields.map((field) => ({ ...field, required: false, default: undefined, type: { ...field.type, nullable: true } }));
      }
      const body = resolve(type);
      if (body.kind !== 'object' || body.additional !== null) return null;
      return body.fields;
    },
  };
}
