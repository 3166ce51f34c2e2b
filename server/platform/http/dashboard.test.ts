import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compress } from './compress.ts';
import { dashboardRouter } from './dashboard.ts';
import { securityHeaders } from './security-headers.ts';

const SCRIPT = 'export const hello = "hello";'.repeat(50);

describe('the built dashboard', () => {
  let folder = '';
  let server: Server;
  let url = '';

  beforeAll(async () => {
    // Below a folder whose name begins with a dot, as in a home directory.
    folder = mkdtempSync(join(tmpdir(), '.parley-dist-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Parley</title>');
    writeFileSync(join(folder, 'favicon.svg'), '<svg/>');
    writeFileSync(join(folder, 'assets', 'index-abc.js'), SCRIPT);
    const app = express();
    app.use(securityHeaders, compress, dashboardRouter(folder));
    server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> => fetch(url + path, { headers });

  test.each(['/', '/agents', '/agents/agent_0/talk'])('%s is its page, asked for anew each time', async (path) => {
    const answer = await get(path, { Accept: 'text/html' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<title>Parley</title>');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  test('what the build named by its content is kept for ever, and travels compressed', async () => {
    const answer = await get('/assets/index-abc.js', { 'Accept-Encoding': 'gzip' });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await answer.text()).toBe(SCRIPT);
    const plain = await get('/assets/index-abc.js', { 'Accept-Encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.headers.get('cache-control')).toContain('immutable');
    expect(await plain.text()).toBe(SCRIPT);
  });

  test.each(['/assets/gone.js', '/assets/..%2f..%2fsecret.js', '/assets/', '/api/v1/nothing', '/assets/%00.js'])(
    '%s is no page',
    async (path) => {
      for (const encoding of ['gzip', 'identity'])
        expect((await get(path, { 'Accept-Encoding': encoding, Accept: 'text/html' })).status).toBeGreaterThanOrEqual(400);
    },
  );
});
