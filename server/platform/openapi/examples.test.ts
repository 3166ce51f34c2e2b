import { WEBHOOK_EVENTS, WebhookEvent } from '@parley/contract';
import { EXAMPLES, exampleOf, TEXT_EXAMPLES } from '@parley/contract/examples/index.ts';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { exportConversation } from '../../resources/conversations/export.ts';
import { operationsOf } from './operations.ts';
import { currentDocument, declaredRoutes } from './testing.ts';

interface Media {
  schema?: { format?: string };
  example?: unknown;
}
interface Body {
  content?: Record<string, Media>;
}

const document = currentDocument();
const operations = [...operationsOf(document)];
const routes = declaredRoutes();

const contents = (body: unknown): [string, Media][] => Object.entries((body as Body | undefined)?.content ?? {});
const isBytes = ({ schema }: Media): boolean => schema?.format === 'binary';
const problemsOf = (schema: z.ZodType, example: unknown): string | undefined => schema.safeParse(example).error?.message;

describe('examples', () => {
  test('are there for the body of every request', () => {
    const without = operations.filter(({ operation }) => contents(operation.requestBody).some(([, media]) => media.example === undefined));
    expect(without.map(({ operation }) => operation.operationId)).toEqual([]);
  });

  test('are there for every answer that is text or JSON', () => {
    const without = operations.flatMap(({ operation }) =>
      Object.entries(operation.responses ?? {})
        .filter(([status]) => status.startsWith('2'))
        .flatMap(([status, response]) =>
          contents(response)
            .filter(([, media]) => !isBytes(media) && media.example === undefined)
            .map(([type]) => `${operation.operationId ?? ''} ${status} ${type}`),
        ),
    );
    expect(without).toEqual([]);
  });

  test('are there for every parameter of a path, and fit it', () => {
    for (const { id, path, params } of routes) {
      const { operation } = operations.find((one) => one.operation.operationId === id)!;
      const inPath = (operation.parameters ?? []).filter((one) => 'in' in one && one.in === 'path') as {
        name: string;
        example?: unknown;
        description?: string;
      }[];
      expect(
        inPath.every((one) => one.example !== undefined && one.description !== undefined),
        `${id} ${path}`,
      ).toBe(true);
      if (params !== undefined)
        expect(problemsOf(params, Object.fromEntries(inPath.map((one) => [one.name, one.example]))), id).toBeUndefined();
    }
  });

  test('of requests are accepted', () => {
    for (const { id, body, bodyType } of routes) {
      if (body === undefined || bodyType !== undefined) continue;
      expect(problemsOf(body, exampleOf(body.meta()?.id)), id).toBeUndefined();
    }
  });

  test('of answers are what is answered', () => {
    for (const { id, responses, streams } of routes) {
      for (const schema of [...Object.values(responses), streams ?? null]) {
        if (schema !== null) expect(problemsOf(schema, exampleOf(schema.meta()?.id)), id).toBeUndefined();
      }
    }
  });

  test('of webhook events are events, one of each type', () => {
    for (const { type, schema } of WEBHOOK_EVENTS) {
      const example = exampleOf(schema.meta()?.id);
      expect(problemsOf(schema, example), type).toBeUndefined();
      expect(WebhookEvent.parse(example).type).toBe(type);
    }
    expect(WEBHOOK_EVENTS.map(({ type }) => type).sort()).toEqual(WebhookEvent.options.map((option) => option.shape.type.value).sort());
  });

  test('of exports are the example conversation exported', () => {
    expect(TEXT_EXAMPLES.response['text/plain']).toBe(exportConversation(EXAMPLES.Conversation, 'text').text);
    expect(TEXT_EXAMPLES.response['text/vtt']).toBe(exportConversation(EXAMPLES.Conversation, 'vtt').text);
    expect(TEXT_EXAMPLES.response['application/json']).toEqual(JSON.parse(exportConversation(EXAMPLES.Conversation, 'json').text));
  });

  test('belong to schemas that there are', () => {
    const known = new Set(Object.keys(document.components?.schemas ?? {}));
    expect(Object.keys(EXAMPLES).filter((name) => !known.has(name))).toEqual([]);
  });
});
