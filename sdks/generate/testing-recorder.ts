/** A server that notes every request and answers it with the document's own example. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HTTP_METHODS, resolved, type OpenApiDocument } from './openapi-document.ts';

export interface Recorded {
  operationId: string;
  path: string;
  body: unknown;
  authorization: string | undefined;
}

interface Known {
  operationId: string;
  method: string;
  pattern: RegExp;
  status: number;
  type: string | undefined;
  example: unknown;
}

function knownOperations(document: OpenApiDocument): Known[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    HTTP_METHODS.flatMap((method) => {
      const operation = item[method];
      if (operation === undefined) return [];
      const [status = '200', response = {}] = Object.entries(operation.responses ?? {}).find(([one]) => one.startsWith('2')) ?? [];
      const [type, media] = Object.entries(resolved(document, 'responses', response).content ?? {})[0] ?? [];
      const pattern = new RegExp(`^/api/v1${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
      return [
        {
          operationId: operation.operationId ?? '',
          method: method.toUpperCase(),
          pattern,
          status: Number(status),
          type,
          example: media?.example,
        },
      ];
    }),
  );
}

export interface Recorder {
  url: string;
  recorded: Recorded[];
  close: () => Promise<unknown>;
}

export async function startRecorder(document: OpenApiDocument): Promise<Recorder> {
  const known = knownOperations(document);
  const recorded: Recorded[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { pathname } = new URL(request.url ?? '', 'http://x');
    // A path without parameters is meant where both fit: /webhooks/preview, not /webhooks/{id}.
    const fitting = known.filter(({ method, pattern }) => method === request.method && pattern.test(pathname));
    const one = fitting.find(({ pattern }) => !pattern.source.includes('[^/]+')) ?? fitting[0];
    const isJson = request.headers['content-type'] === 'application/json';
    recorded.push({
      operationId: one?.operationId ?? `${String(request.method)} ${pathname}`,
      path: request.url ?? '',
      body: text === '' ? undefined : isJson ? (JSON.parse(text) as unknown) : text,
      authorization: request.headers.authorization,
    });
    response.writeHead(one?.status ?? 404, one?.type === undefined ? {} : { 'Content-Type': one.type });
    const page = one?.example as { next_cursor?: unknown } | undefined;
    // The last page, so that whoever reads them all comes to an end.
    const example = page?.next_cursor === undefined ? one?.example : { ...page, next_cursor: null, has_more: false };
    response.end(example === undefined ? '' : typeof example === 'string' ? example : JSON.stringify(example));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    recorded,
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  };
}
