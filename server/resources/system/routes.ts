import { AppError, OwnerSetup, SystemStatus } from '@parley/contract';
import { fromNodeHeaders } from 'better-auth/node';
import { z } from 'zod';
import type { IncomingHttpHeaders } from 'node:http';
import { CLIENT_ADDRESS, type SignIn } from '../../access/sign-in/sign-in.ts';
import type { CallHost } from '../../live/call-host/call-host.ts';
import { route, type RouteDeclaration } from '../../platform/http/route.ts';
import type { Setup } from './setup.ts';

export interface SystemRouteDeps {
  setup: Setup;
  signIn: SignIn;
  host: CallHost;
  database: 'embedded' | 'postgresql';
  version: string;
}

/** The address is ours to say: a client's own word for it stays behind. */
function headersWith(given: IncomingHttpHeaders, address: string | undefined): Headers {
  const headers = fromNodeHeaders(given);
  if (address === undefined) headers.delete(CLIENT_ADDRESS);
  else headers.set(CLIENT_ADDRESS, address);
  return headers;
}

const SetupDone = z.strictObject({ ok: z.literal(true) }).meta({ id: 'SetupDone' });

export const systemRoutes = ({ setup, signIn, host, database, version }: SystemRouteDeps): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/system',
      id: 'getSystem',
      summary: 'State of the installation; strangers see only whether it has an owner',
      auth: 'public',
      responses: { 200: SystemStatus },
    },
    async ({ principal }) => {
      const shown = principal === null ? { engines: [], media_processes: [] } : host.status();
      return { status: 200, body: { version, owner_exists: await setup.ownerExists(), database, ...shown } };
    },
  ),
  route(
    {
      method: 'post',
      path: '/setup',
      id: 'setUpOwner',
      summary: 'Make the owner with the one-time link of the first start, and sign in',
      auth: 'public',
      weight: 10,
      body: OwnerSetup,
      responses: { 201: SetupDone },
      errors: ['conflict'],
    },
    async ({ body, request, response }) => {
      if (await setup.ownerExists()) throw new AppError('conflict', { detail: 'This installation has an owner already; sign in.' });
      await setup.createOwner(body);
      const signedIn = await signIn.api.signInEmail({
        body: { email: body.email, password: body.password },
        headers: headersWith(request.headers, request.ip),
        asResponse: true,
      });
      for (const cookie of signedIn.headers.getSetCookie()) response.append('Set-Cookie', cookie);
      return { status: 201, body: { ok: true } };
    },
  ),
];
