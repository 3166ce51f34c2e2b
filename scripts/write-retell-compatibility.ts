/** Writes docs/retell-compatibility.md from the routes: `npm run retell-docs`. */
import { writeFileSync } from 'node:fs';
import { compatibilityDocument } from '../server/compat/retell/documentation.ts';

writeFileSync(new URL('../docs/retell-compatibility.md', import.meta.url), compatibilityDocument());
