/** Where each tool is; null for one that cannot be had. */
export function findTools(): Promise<Record<'postgres' | 'chromium' | 'sox' | 'flite' | 'python', string | null>>;
/** A throwaway PostgreSQL server on a free port, from the folder of its programs. */
export function startPostgres(bin: string): Promise<{ url: string; stop: () => void }>;
