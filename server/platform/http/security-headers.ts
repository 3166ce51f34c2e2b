/** What a browser may do with pages and answers of this server. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const SELF = "'self'";

const policies = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': [SELF],
      'script-src': [SELF, "'wasm-unsafe-eval'"],
      'style-src': [SELF, "'unsafe-inline'"],
      'img-src': [SELF, 'data:', 'blob:'],
      'media-src': [SELF, 'blob:'],
      'connect-src': [SELF, 'ws:', 'wss:'],
      'worker-src': [SELF, 'blob:'],
      'frame-ancestors': ["'none'"],
      'base-uri': ["'none'"],
      'form-action': [SELF],
    },
  },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  referrerPolicy: { policy: 'no-referrer' },
  // Pages elsewhere may load what CORS opens to them; whether there is TLS in front of this server, only its operator knows.
  crossOriginResourcePolicy: false,
  strictTransportSecurity: false,
  originAgentCluster: false,
  // Of browsers before CSP, or to the same effect as `frame-ancestors`.
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xFrameOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

/** Nothing in the policies depends on the request: they are put together once, not for each answer. */
function headersOf(middleware: typeof policies): Map<string, string> {
  const headers = new Map<string, string>();
  const recorder = { setHeader: (name: string, value: string) => headers.set(name, value), removeHeader: () => {} };
  middleware({} as IncomingMessage, recorder as unknown as ServerResponse, () => {});
  return headers;
}

const HEADERS = [...headersOf(policies), ['Permissions-Policy', 'microphone=(self), camera=(), geolocation=()'] as const];

export const securityHeaders: RequestHandler = (_request, response, next) => {
  for (const [name, value] of HEADERS) response.setHeader(name, value);
  next();
};
