/** What whoever runs the installation does with an account, by the `parley` command: in its own process, or asked of the server that runs. */
import { actingAs } from '../../platform/db/acting.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Audit } from '../audit/audit-service.ts';
import { resetPath } from './reset-link.ts';
import { removeSecondFactor } from './second-factor.ts';

export type AccountCommand = 'reset-password' | 'reset-second-factor';

/** Each takes an email address. The first answers with the link's path or '', the second with what it found. */
export const accountCommands = (database: Database, audit: Audit) =>
  ({
    'reset-password': async (email) => {
      const path = await resetPath(database, email);
      if (path !== null) await audit.noteCommand('resetPassword');
      return path ?? '';
    },
    'reset-second-factor': (email) => {
      const actor = { type: 'command_line', id: null, name: null } as const;
      const acting = { actor, action: 'resetSecondFactor', address: null, userAgent: null, requestId: null };
      return actingAs(acting, () => removeSecondFactor(database, email));
    },
  }) satisfies Record<AccountCommand, (email: string) => Promise<string>>;
