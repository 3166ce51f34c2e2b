import { readFileSync } from 'node:fs';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { ERRORS } from '@parley/contract';
import { describe, expect, test } from 'vitest';
import { declaredErrors } from '../http/declared-errors.ts';
import { openApiDocument, openApiPath } from './document.ts';
import { operationsOf, type OpenApiDocument } from './operations.ts';
import { asOpenApi30 } from './older-version.ts';
import { currentDocument, declaredRoutes, written } from './testing.ts';

const document = currentDocument();

async function findings(source: unknown): Promise<string[]> {
  const problems = await lintFromString({ source: JSON.stringify(source), config: await createConfig({ extends: ['recommended'] }) });
  return (
    problems
      // No operation takes or answers "any event", but whoever receives them reads one.
      .filter(({ ruleId, message }) => !(ruleId === 'no-unused-components' && message.includes('"WebhookEvent"')))
      .map(({ ruleId, message, location }) => `${ruleId}: ${message} at ${location[0]?.pointer ?? '?'}`)
  );
}

describe('the OpenAPI document', () => {
  test('is the one that was reviewed; `npm run openapi` writes it anew', () => {
    const reviewed = readFileSync(new URL('./openapi.json', import.meta.url), 'utf8');
    // Compared as objects first: what differs is shown.
    expect(JSON.parse(written(document))).toEqual(JSON.parse(reviewed));
    expect(written(document) === reviewed, 'only the order or the white space differs').toBe(true);
  });

  test('is the same whenever it is made', () => {
    expect(written(currentDocument())).toBe(written(document));
  });

  test('pleases the linter', async () => {
    expect(await findings(document)).toEqual([]);
  });

  test('pleases the linter as 3.0.3', async () => {
    const older = asOpenApi30(document);
    expect(older.openapi).toBe('3.0.3');
    expect(await findings(older)).toEqual([]);
  });

  test('would not please the linter with a broken operation', async () => {
    const broken = structuredClone(document) as OpenApiDocument & { paths: Record<string, { get: Record<string, unknown> }> };
    broken.paths['/agents']!.get = {
      operationId: 'getAgent',
      responses: { 200: { description: 'x', content: { 'application/json': { schema: { $ref: '#/components/schemas/None' } } } } },
    };
    const found = (await findings(broken)).join('\n');
    for (const rule of ['no-unresolved-refs', 'operation-operationId-unique', 'operation-summary']) expect(found).toContain(rule);
  });

  test('has every route, and nothing else', () => {
    const documented = [...operationsOf(document)].map(({ path, method, operation }) => `${method} ${path} ${operation.operationId ?? ''}`);
    expect(documented.sort()).toEqual(
      declaredRoutes()
        .map(({ method, path, id }) => `${method} ${openApiPath(path)} ${id}`)
        .sort(),
    );
  });

  test('lists every error code of each operation under its status', () => {
    const routes = new Map(declaredRoutes().map((one) => [one.id, one]));
    for (const { operation } of operationsOf(document)) {
      const expected = [...declaredErrors(routes.get(operation.operationId ?? '')!)].map(
        (code) => `${String(ERRORS[code].status)} ${code}`,
      );
      const listed = Object.entries(operation.responses ?? {}).flatMap(([status, response]) => {
        const named = response as { $ref?: string; content?: Record<string, { examples?: Record<string, unknown> }> };
        const { content } =
          named.$ref === undefined ? named : (document.components?.responses?.[named.$ref.split('/').at(-1)!] as typeof named);
        return Object.keys(content?.['application/problem+json']?.examples ?? {}).map((code) => `${status} ${code}`);
      });
      expect(listed.sort(), operation.operationId).toEqual(expected.sort());
    }
  });

  test('says what opens each operation', () => {
    const routes = new Map(declaredRoutes().map((one) => [one.id, one]));
    for (const { operation } of operationsOf(document)) {
      const { auth, scope = null } = routes.get(operation.operationId ?? '')!;
      expect(operation['x-scope'], operation.operationId).toBe(scope);
      const schemes = (operation.security ?? []).flatMap((one) => Object.keys(one));
      if (auth === 'client_token') expect(schemes).toEqual(['clientToken']);
      else if (auth !== 'public') expect(schemes).toEqual(['apiKey', 'accessToken', 'session']);
    }
  });

  test('follows the declarations', () => {
    const [first, ...rest] = declaredRoutes();
    const shorter = openApiDocument(rest, { version: '9.9.9', serverUrl: 'https://parley.example.net/api/v1' });
    expect(shorter.info.version).toBe('9.9.9');
    expect([...operationsOf(shorter)].some(({ operation }) => operation.operationId === first!.id)).toBe(false);
  });

  test('writes members of objects as deep objects, and lists with commas', () => {
    const parameters = document.paths?.['/calls']?.get?.parameters ?? [];
    const named = (name: string) => parameters.find((one) => 'name' in one && one.name === name);
    expect(named('metadata')).toMatchObject({ style: 'deepObject', explode: true });
    expect(named('fields')).toMatchObject({ style: 'form', explode: false, schema: { type: 'array' } });
  });

  test('names every object that others hold', () => {
    const inline: string[] = [];
    const walk = (value: unknown, at: string): void => {
      if (typeof value !== 'object' || value === null) return;
      const schema = value as { type?: unknown; properties?: unknown };
      if (schema.type === 'object' && schema.properties !== undefined && at.includes('/')) inline.push(at);
      for (const [name, one] of Object.entries(value))
        if (!['example', 'default'].includes(name)) walk(one, at === '' ? name : `${at}/${name}`);
    };
    walk(document.components?.schemas, '');
    expect(inline).toEqual([]);
  });
});
