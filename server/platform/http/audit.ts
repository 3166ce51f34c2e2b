/** Every change that is asked for over HTTP leaves its trace in the audit trail: here, once for all routes. */
import type { AuditActor } from '@parley/contract';
import type { Request, Response } from 'express';
import { actingAs, type Acting } from '../db/acting.ts';
import type { Principal } from './principal.ts';
import type { RouteDeclaration, RouteResult } from './route.ts';

/** What a request was about, where no table tells. */
export interface Asked {
  /** '' where it concerns no organization. */
  organizationId: string;
  resourceType: string;
  resourceId: string | null;
}

export interface AuditTrail {
  /** Writes an entry, unless the triggers wrote one for this request already. */
  note(acting: Acting, asked: Asked): Promise<void>;
  /** Something was heard or taken away; a player asks for many parts of it, which is one entry. */
  noteRead(acting: Acting, asked: Asked): Promise<void>;
}

/** A change is whatever is no GET; what is heard or taken away counts where the route says so. */
export const isAudited = ({ method, audited }: RouteDeclaration): boolean => audited ?? method !== 'get';

function actorOf(principal: Principal | null): AuditActor {
  if (principal === null) return { type: 'anonymous', id: null, name: null };
  const { credential, user, keyId, name } = principal;
  switch (credential) {
    case 'session':
      return { type: 'person', id: user?.id ?? null, name };
    case 'api_key':
    case 'access_token':
      return { type: credential, id: keyId, name };
    case 'client_token':
      return { type: 'client', id: null, name: null };
    default:
      return credential satisfies never;
  }
}

/** A header is as long as its sender likes. */
const LONGEST_USER_AGENT = 256;

export const actingIn = (request: Request, response: Response, actor: AuditActor, action: string): Acting => ({
  actor,
  action,
  address: request.ip ?? null,
  userAgent: request.headers['user-agent']?.slice(0, LONGEST_USER_AGENT) ?? null,
  requestId: String(response.locals.requestId),
});

/** `/phone-numbers/:id` is about a phone number. */
const typeIn = (path: string): string =>
  (path.split('/').find((part) => part !== '' && !/^(v\d|:.*)$/.test(part)) ?? 'installation').replaceAll('-', '_').replace(/s$/, '');

function idIn(request: Request, result: RouteResult): string | null {
  const [named] = Object.values(request.params);
  if (typeof named === 'string') return named;
  const made = (result?.body as { id?: unknown } | undefined)?.id;
  return typeof made === 'string' ? made : null;
}

/** The answer of an earlier request changes nothing. */
const isReplay = (result: RouteResult): boolean => result?.headers?.['Idempotent-Replayed'] === 'true';

interface Audited {
  trail: AuditTrail;
  principal: Principal | null;
  request: Request;
  response: Response;
}

export async function audited(
  declared: RouteDeclaration,
  { trail, principal, request, response }: Audited,
  work: () => Promise<RouteResult>,
): Promise<RouteResult> {
  if (!isAudited(declared)) return work();
  // Where everybody may come, nobody's credentials were looked at: those of another organization are nothing to this one.
  const known = declared.auth === 'public' ? null : principal;
  const acting = actingIn(request, response, actorOf(known), declared.id);
  return actingAs(acting, async () => {
    const asked = (result: RouteResult): Asked => ({
      organizationId: known?.organizationId ?? organizationIn(request),
      resourceType: typeIn(declared.path),
      resourceId: idIn(request, result),
    });
    const result = await work();
    if (declared.method === 'get') await trail.noteRead(acting, asked(result));
    else if (!isReplay(result)) await trail.note(acting, asked(result));
    return result;
  });
}

/** A signed URL names its organization. */
function organizationIn(request: Request): string {
  const { organization } = request.query;
  return typeof organization === 'string' ? organization : '';
}
