const VARIABLE = /\{\{\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*\}\}/g;

/** Replaces `{{name}}` by the variable's value; an unknown name stays as it is, so that the gap is seen in the call. */
export function fillTemplate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(VARIABLE, (whole, name: string) => (Object.hasOwn(variables, name) ? (variables[name] ?? whole) : whole));
}

/** Names in `text` for which there is no value yet. */
export const unknownVariables = (text: string, variables: Readonly<Record<string, string>>): string[] =>
  variablesIn(text).filter((name) => !Object.hasOwn(variables, name));

export const variablesIn = (text: string): string[] => [...text.matchAll(VARIABLE)].map(([, name = '']) => name);
