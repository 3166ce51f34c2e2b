import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startTestServer, type TestServer } from '../../testing.ts';
import { operationsOf } from './operations.ts';
import { asOpenApi30 } from './older-version.ts';
import { withSamples } from './samples.ts';
import { currentDocument } from './testing.ts';

describe('the documentation is served', () => {
  let parley: TestServer;
  beforeAll(async () => {
    parley = await startTestServer();
  });
  afterAll(() => parley.close());

  // Otherwise fetch adds a header to a conditional request by which nothing is fresh.
  const get = (path: string, headers: Record<string, string> = {}) => fetch(parley.url + path, { headers, cache: 'force-cache' });
  const whole = withSamples(currentDocument());
  const document: unknown = JSON.parse(JSON.stringify(whole));

  test('as JSON, as YAML and as 3.0.3, to whoever asks', async () => {
    expect(await (await get('/api/openapi.json')).json()).toEqual(document);
    expect(await (await get('/api/openapi-3.0.json')).json()).toEqual(JSON.parse(JSON.stringify(asOpenApi30(whole))));
    const yaml = await get('/api/openapi.yaml');
    expect(yaml.headers.get('content-type')).toContain('application/yaml');
    expect(parse(await yaml.text())).toEqual(document);
    expect(yaml.headers.get('access-control-allow-origin')).toBe('*');
  });

  test('with samples in three languages at every operation', () => {
    for (const { operation } of operationsOf(whole)) {
      const samples = (operation['x-codeSamples'] ?? []) as { label: string; source: string }[];
      expect(
        samples.map(({ label }) => label),
        operation.operationId,
      ).toEqual(['curl', 'Node', 'Python']);
    }
  });

  test('as a Postman collection with a request for every operation', async () => {
    const answer = await get('/api/postman.json');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const collection = (await answer.json()) as { item: { name: string; item: { request: { method: string; url: { raw: string } } }[] }[] };
    const requests = collection.item.flatMap(({ item }) => item.map(({ request }) => `${request.method} ${request.url.raw}`));
    expect(requests).toContain('POST {{base_url}}/agents/:id/publish');
    expect(new Set(requests).size).toBe([...operationsOf(whole)].length);
  });

  test('compressed for those who can read it, whole for the others', async () => {
    const small = await get('/api/openapi.json', { 'Accept-Encoding': 'gzip' });
    expect(small.headers.get('content-encoding')).toBe('gzip');
    const plain = await get('/api/openapi.json', { 'Accept-Encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe(await small.text());
  });

  test('only when it has changed', async () => {
    const first = await get('/api/openapi.json');
    const again = await get('/api/openapi.json', { 'If-None-Match': first.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });

  test('as a page of which nothing comes from elsewhere or stands inline', async () => {
    const page = await get('/api/docs');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const html = await page.text();
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, at = '']) => at).filter((at) => !at.startsWith('data:'));
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) {
      const answer = await get(file);
      expect(answer.status, file).toBe(200);
      expect((await answer.text()).length, file).toBeGreaterThan(100);
    }
    expect(html).not.toMatch(/<script>|<style>|https?:/);
  });

  test('and nothing else', async () => {
    for (const path of ['/api/docs/package.json', '/api/docs/..%2f..%2fpackage.json', '/api/docs/constructor', '/api/openapi'])
      expect((await get(path)).status, path).toBe(404);
    expect((await fetch(`${parley.url}/api/openapi.json`, { method: 'POST' })).status).toBe(404);
  });
});
