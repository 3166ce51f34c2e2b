/** People: sessions by cookie, through better-auth. Nobody signs up alone: the owner by the one-time link, others by invitation. */
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { betterAuth } from 'better-auth';
import { organization as organizationPlugin } from 'better-auth/plugins';
import type { Config } from '../../config.ts';
import type { Database } from '../../platform/db/database.ts';
import { drizzleOver } from '../../platform/db/lent-client.ts';
import { account, invitation, member, organization, session, twoFactor, user, verification } from '../../platform/db/schema.ts';
import { newId } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import { deriveKey, type SecretKey } from '../../platform/secrets/secret-key.ts';
import { secondFactor } from './second-factor.ts';

export interface SignInOptions {
  database: Database;
  config: Pick<Config, 'publicUrl'>;
  secret: SecretKey;
  log: Log;
  /** Where browsers reach this server, once it listens. */
  baseUrl: string;
  /** Runs for every organization that somebody makes. */
  onOrganizationCreated: (organizationId: string) => Promise<void>;
  /** Whether a page of this origin is one of ours, for a request that came to `host`. */
  isOwnOrigin: (origin: string, host: string | undefined) => boolean;
}

/** Carries the client's address to better-auth, set by us alone: attempts are counted by it. */
export const CLIENT_ADDRESS = 'x-parley-client-address';

const ID_PREFIXES: Readonly<Record<string, string>> = {
  user: 'user',
  session: 'session',
  account: 'account',
  organization: 'org',
  member: 'member',
  invitation: 'invite',
  verification: 'verify',
  twoFactor: 'factor',
};

/** By address. */
const A_FEW = { window: 60, max: 10 };

export function createSignIn({ database, config, secret, log, baseUrl, onOrganizationCreated, isOwnOrigin }: SignInOptions) {
  const url = config.publicUrl ?? baseUrl;
  return betterAuth({
    baseURL: url,
    basePath: '/api/auth',
    secret: deriveKey(secret, 'sign-in').toString('base64url'),
    database: drizzleAdapter(drizzleOver(database.pool), {
      provider: 'pg',
      transaction: true,
      schema: { user, session, account, verification, twoFactor, organization, member, invitation },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 10,
      maxPasswordLength: 128,
      revokeSessionsOnPasswordReset: true,
    },
    // A reset link's token is kept as its hash (reset-link.ts).
    verification: { storeIdentifier: 'hashed' },
    session: { expiresIn: 14 * 86_400, updateAge: 86_400, cookieCache: { enabled: false } },
    rateLimit: { enabled: true, window: 60, max: 100, customRules: { '/sign-in/email': A_FEW, '/two-factor/*': A_FEW } },
    // The server is reached by more names than one: localhost, its address, a name in the network.
    trustedOrigins: (request) => {
      const origin = request?.headers.get('origin') ?? null;
      return origin !== null && isOwnOrigin(origin, request?.headers.get('host') ?? undefined) ? [origin] : [];
    },
    onAPIError: { throw: true },
    advanced: {
      // Said because it would be on under NODE_ENV=test.
      disableOriginCheck: false,
      cookiePrefix: 'parley',
      useSecureCookies: url.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS] },
      database: { generateId: ({ model }: { model: string }) => newId(ID_PREFIXES[model] ?? 'auth') },
    },
    logger: { level: 'warn', log: (level, message) => log[level === 'error' ? 'error' : 'warn'](`sign-in: ${message}`) },
    telemetry: { enabled: false },
    plugins: [
      secondFactor(),
      organizationPlugin({
        disableOrganizationDeletion: true,
        organizationHooks: { afterCreateOrganization: ({ organization: made }) => onOrganizationCreated(made.id) },
      }),
    ],
  });
}

export type SignIn = ReturnType<typeof createSignIn>;
