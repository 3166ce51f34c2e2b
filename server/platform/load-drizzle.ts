import { registerHooks } from 'node:module';

/**
 * Has what is imported from here on get drizzle's CommonJS files. Node parses the package.json of a package again for each of its ES modules,
 * and drizzle's has 180 kB: as ES modules they take half a second and 200 MB more to load.
 */
export function loadDrizzleAsCommonJs(): void {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'drizzle-orm' || specifier.startsWith('drizzle-orm/')
        ? next(specifier, { ...context, conditions: ['require', 'node', 'default'] })
        : next(specifier, context),
  });
}
