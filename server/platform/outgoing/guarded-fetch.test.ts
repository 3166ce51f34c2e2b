import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '@parley/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { allowList, checkUrl, guardedFetch, isPublicAddress, type Resolve } from './guarded-fetch.ts';

let server: Server;
let port: number;
let reached: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    reached.push(request.url ?? '');
    if (request.url === '/redirect') response.writeHead(302, { Location: `http://127.0.0.1:${String(port)}/secret` }).end();
    else response.end('inside');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());
beforeEach(() => (reached = []));

const codeOf = (error: unknown): unknown => (error instanceof AppError ? error.code : error instanceof Error ? codeOf(error.cause) : error);
const resolvesTo =
  (...answers: string[][]): Resolve =>
  (_host, _options, callback) => {
    const addresses = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };

describe('an address that is not public is not reached, however it is written', () => {
  test.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://127.255.255.254/',
    'http://2130706433/',
    'http://017700000001/',
    'http://0177.0.0.1/',
    'http://0x7f000001/',
    'http://0x7f.0.0.1/',
    'http://127.0.0.1./',
    'http://127。0。0。1/',
    'http://①②⑦.⓪.⓪.①/',
    'http://%31%32%37.0.0.1/',
    'http://0/',
    'http://0.0.0.0/',
    'http://10.0.0.1/',
    'http://10.255.255.255/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.0.1/',
    'http://3232235521/',
    'http://169.254.169.254/latest/meta-data/',
    'http://0xa9fea9fe/',
    'http://100.64.0.1/',
    'http://192.0.0.1/',
    'http://192.0.2.1/',
    'http://198.18.0.1/',
    'http://198.51.100.1/',
    'http://203.0.113.1/',
    'http://224.0.0.1/',
    'http://240.0.0.1/',
    'http://255.255.255.255/',
    'http://[::]/',
    'http://[::1]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[::127.0.0.1]/',
    'http://[::ffff:0:127.0.0.1]/',
    'http://[64:ff9b::127.0.0.1]/',
    'http://[64:ff9b:1::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:0:7f00:1::]/',
    'http://[fc00::1]/',
    'http://[fd00:ec2::254]/',
    'http://168.63.129.16/metadata',
    'http://[::ffff:168.63.129.16]/',
    'http://100.100.100.200/latest/meta-data',
    'http://192.0.0.192/',
    'http://[fd00:ec2::254]/',
    'https://93.184.215.14:25/',
    'https://mail.example:587/',
    'https://cache.example:6379/',
    'http://[fe80::1]/',
    'http://[fec0::1]/',
    'http://[ff02::1]/',
    'http://[2001:db8::1]/',
    'http://[100::1]/',
    'http://localhost/',
    'http://LOCALHOST./',
    'http://a.localhost/',
    'https://127.0.0.1:8443/',
    'http://user:password@93.184.215.14/',
    'http://user@127.0.0.1/',
    'ftp://93.184.215.14/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:6379/_INFO',
    'data:text/plain,x',
    'http:127.0.0.1',
    'http:///127.0.0.1',
    'http:\\\\127.0.0.1',
    'http://93.184.215.14@127.0.0.1/',
    'http://127.0.0.1#@93.184.215.14/',
  ])('%s', async (url) => {
    expect(() => checkUrl(url, allowList([]))).toThrow(AppError);
    expect(codeOf(await guardedFetch([])(url).catch((error: unknown) => error))).toBe('forbidden');
  });
});

test('a port of another protocol is reached at a host that the installation names', () => {
  expect(() => checkUrl('http://mail.example:25/', allowList(['mail.example']))).not.toThrow();
  expect(() => checkUrl('http://93.184.215.14:25/', allowList(['93.184.215.0/24']))).not.toThrow();
  expect(() => checkUrl('https://hooks.example:8443/', allowList([]))).not.toThrow();
});

test.each([
  '93.184.215.14',
  '1.1.1.1',
  '172.15.255.255',
  '172.32.0.1',
  '100.128.0.1',
  '2606:4700:4700::1111',
  '2a00:1450:4001:81b::200e',
  '::ffff:93.184.215.14',
])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each(['', 'x', '1.2.3', '::g'])('"%s" is no address, and so not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

describe('a name', () => {
  const get = (resolve: Resolve, path = '/', allow: string[] = []): Promise<Response> =>
    guardedFetch(allow, resolve)(`http://tenant.example:${String(port)}${path}`);

  test.each([[['127.0.0.1']], [['::1']], [['::ffff:127.0.0.1']], [['10.0.0.7']], [['93.184.215.14', '127.0.0.1']], [[]]])(
    'that resolves to %j is not reached',
    async (addresses) => {
      expect(codeOf(await get(resolvesTo(addresses)).catch((error: unknown) => error))).toBe('forbidden');
      expect(reached).toEqual([]);
    },
  );

  test('is looked at when the connection is made, so that a second answer cannot slip in', async () => {
    // Public when it is asked first, here when it is asked again.
    const rebinding = resolvesTo(['93.184.215.14'], ['127.0.0.1']);
    rebinding('tenant.example', { all: true }, () => undefined);
    expect(codeOf(await get(rebinding).catch((error: unknown) => error))).toBe('forbidden');
    expect(reached).toEqual([]);
  });

  test('that the installation allows is reached, by its name or by its network', async () => {
    for (const allow of [['tenant.example'], ['*.example'], ['127.0.0.0/8'], ['127.0.0.1']])
      expect(await (await get(resolvesTo(['127.0.0.1']), '/', allow)).text(), allow[0]).toBe('inside');
    for (const allow of [['other.example'], ['*.tenant.example'], ['10.0.0.0/8'], ['::1/128'], ['example']])
      expect(codeOf(await get(resolvesTo(['127.0.0.1']), '/', allow).catch((error: unknown) => error)), allow[0]).toBe('forbidden');
  });

  test('does not lead elsewhere by a redirect', async () => {
    const response = await get(resolvesTo(['127.0.0.1']), '/redirect', ['tenant.example']);
    expect(response.status).toBe(302);
    expect(reached).toEqual(['/redirect']);
    const insisting = await guardedFetch(['tenant.example'], resolvesTo(['127.0.0.1']))(`http://tenant.example:${String(port)}/redirect`, {
      redirect: 'follow',
    });
    expect(insisting.status).toBe(302);
    expect(reached).not.toContain('/secret');
  });

  test('may be given as text, URL or Request', async () => {
    const fetch = guardedFetch([]);
    for (const input of ['http://127.0.0.1/', new URL('http://127.0.0.1/'), new Request('http://127.0.0.1/')])
      expect(codeOf(await fetch(input).catch((error: unknown) => error))).toBe('forbidden');
    await expect(fetch('no URL')).rejects.toThrow();
  });
});
