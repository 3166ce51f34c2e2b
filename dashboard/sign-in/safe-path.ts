/** A path of ours, never another site. */
export const safePath = (next: string | undefined): string => (next !== undefined && /^\/(?!\/)/.test(next) ? next : '/');
