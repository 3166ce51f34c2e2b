/** Where each tool is; null for one that cannot be had. */
export function findTools(): Promise<Record<'postgres' | 'chromium' | 'sox' | 'flite' | 'python', string | null>>;
/** A throwaway PostgreSQL server on a free port, from the folder of its programs. */
export function startPostgres(bin: string): Promise<{ url: string; stop: () => void }>;
/** A Python that has moto, an object storage for tests; null where PyPI cannot be reached. */
export function installMoto(python: string | null): Promise<string | null>;
