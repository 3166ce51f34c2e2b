const VARIABLE = /\{\{\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*\}\}/g;

/** Replaces `{{name}}` by the variable's value; an unknown name stays as it is, so that the gap is seen in the call. */
export function fillTemplate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(VARIABLE, (whole, name: string) => (Object.hasOwn(variables, name) ? (variables[name] ?? whole) : whole));
}

/** False for a text that is the same in every call. */
export const hasVariables = (text: string): boolean => text.search(VARIABLE) !== -1;
