/** `a[b]=v` in a query string is the member `b` of `a` (OpenAPI's `deepObject`); names that are repeated become arrays. */

const DEEP = /^([a-z_]+)\[([^\]]*)\]$/;

export function foldQuery(query: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const folded: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query)) {
    const [, outer, inner] = DEEP.exec(name) ?? [];
    if (outer === undefined || inner === undefined || inner === '__proto__') {
      folded[name] = value;
      continue;
    }
    const known = folded[outer];
    folded[outer] = { ...(typeof known === 'object' && known !== null ? known : {}), [inner]: value };
  }
  return folded;
}
