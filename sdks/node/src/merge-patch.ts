/** A JSON merge patch (RFC 7396): the fields to change, at any depth; null puts a field back to its default. Lists are replaced whole. */
export type MergePatch<T> = { [Name in keyof T]?: MergePatchValue<T[Name]> | null };
type MergePatchValue<V> = V extends readonly unknown[] ? V : V extends object ? MergePatch<V> : V;
