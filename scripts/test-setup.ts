/** Loads what the server loads as the server does, before a test imports it. */
import { loadDrizzleAsCommonJs } from '../server/platform/load-drizzle.ts';

loadDrizzleAsCommonJs();
