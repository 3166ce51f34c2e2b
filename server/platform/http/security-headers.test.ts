import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../testing.ts';

const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self' ws: wss:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'microphone=(self), camera=(), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
};

/** Of the headers that browsers take as policies, all that an answer has. */
const POLICIES =
  /^(?:x-(?!request-id)|content-security-|referrer-|permissions-|cross-origin-|origin-agent-|strict-transport-|access-control-allow-credentials)/;

let parley: TestServer;
beforeAll(async () => {
  parley = await startTestServer();
});
afterAll(() => parley.close());

test.each([
  '/',
  '/nothing',
  '/healthz',
  '/api/v1/agents',
  '/api/docs',
  '/api/openapi.json',
  '/api/auth/get-session',
  '/retell/list-agents',
])('%s carries our policies, and no other', async (path) => {
  const { headers } = await fetch(parley.url + path, { headers: { Accept: 'text/html' } });
  const { 'content-security-policy': policy, ...others } = Object.fromEntries(
    [...headers].filter(([name]) => POLICIES.test(name)),
  ) as Record<string, string>;
  expect(policy?.split(/;\s*/)).toEqual(POLICY.split('; '));
  expect(others).toEqual(HEADERS);
});
