/** Types of TypeScript, as text. */
import type { Field, NamedSchema, ObjectType, TypeRef } from './model.ts';

export const camelCase = (words: readonly string[]): string =>
  words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');

/** A doc comment, or nothing where there is nothing to say. */
export function comment(lines: readonly (string | null | undefined)[], indent = ''): string {
  const said = lines
    .flatMap((line) => (line === null || line === undefined || line === '' ? [] : line.trim().split('\n')))
    .map((line) => line.trimEnd().replaceAll('*/', '*\\/'));
  const [only] = said;
  if (only === undefined) return '';
  if (said.length === 1) return `${indent}/** ${only} */\n`;
  return `${indent}/**\n${said.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('')}${indent} */\n`;
}

const propertyName = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

const defaultText = (value: unknown): string | null => (value === undefined ? null : `Default: \`${JSON.stringify(value)}\`.`);

/** In requests `undefined` means absent: what is optional may be given so. */
function fieldText(field: Field, undefinedToo: boolean): string {
  const documentation = comment([
    field.description,
    field.required ? null : defaultText(field.default),
    field.deprecated ? '@deprecated' : null,
  ]);
  const type = typeText(field.type, undefinedToo);
  return `${documentation}${propertyName(field.name)}${field.required ? '' : '?'}: ${type}${undefinedToo && !field.required ? ' | undefined' : ''};\n`;
}

export function membersText({ fields, additional }: Omit<ObjectType, 'kind'>, undefinedToo: boolean): string {
  return `{\n${fields.map((field) => fieldText(field, undefinedToo)).join('')}${additional === null ? '' : '[name: string]: unknown;\n'}}`;
}

function bareText(type: TypeRef, undefinedToo: boolean): string {
  switch (type.kind) {
    case 'string':
    case 'boolean':
    case 'number':
    case 'null':
    case 'unknown':
      return type.kind;
    case 'integer':
      return 'number';
    case 'enum':
      return type.values.map((value) => JSON.stringify(value)).join(' | ');
    case 'array':
      return `Array<${typeText(type.items, undefinedToo)}>`;
    case 'record':
      return `Record<string, ${typeText(type.values, undefinedToo)}>`;
    case 'object':
      return membersText(type, undefinedToo);
    case 'union':
      return [...new Set(type.members.map((member) => typeText(member, undefinedToo)))].join(' | ');
    case 'ref':
      return type.name;
  }
}

export function typeText(type: TypeRef, undefinedToo: boolean): string {
  const text = bareText(type, undefinedToo);
  return type.nullable && type.kind !== 'null' && type.kind !== 'unknown' ? `${text} | null` : text;
}

export function declarationText({ name, type, description, inRequests }: NamedSchema): string {
  const documentation = comment([description]);
  if (type.kind === 'object' && !type.nullable) return `${documentation}export interface ${name} ${membersText(type, inRequests)}\n`;
  return `${documentation}export type ${name} = ${typeText(type, inRequests)};\n`;
}
