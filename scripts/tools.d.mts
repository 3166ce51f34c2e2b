/** Where each tool is; null for one that cannot be had. */
export function findTools(): Promise<Record<'postgres' | 'chromium' | 'sox' | 'flite' | 'python', string | null>>;
/** A throwaway PostgreSQL server on a free port, from the folder of its programs. */
export function startPostgres(bin: string): Promise<ThrowawayPostgres>;
export interface ThrowawayPostgres {
  /** As its superuser. */
  url: string;
  /** `fast` ends its connections in order, `immediate` as a crash does; its data stay. */
  goAway(mode: 'fast' | 'immediate'): Promise<unknown>;
  comeBack(): Promise<unknown>;
  stop(): void;
}
/** The folder with the programs of PostgreSQL; null where there is none. */
export function postgresBin(): string | null;
/** A Python that has moto, an object storage for tests; null where PyPI cannot be reached. */
export function installMoto(python: string | null): Promise<string | null>;
/** A TCP port of this machine that nobody listened on a moment ago. */
export function freePort(): Promise<number>;
