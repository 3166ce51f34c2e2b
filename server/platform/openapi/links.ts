/** Links: where the ids in an answer lead (OpenAPI 3.1, Link Object), so that generated tests and clients reach what there is. */
import { isObject } from '@parley/contract';
import type { oas31 } from 'zod-openapi';
import { operationsOf, type OpenApiDocument } from './operations.ts';

type Operation = ReturnType<typeof operationsOf> extends Generator<infer One> ? One : never;
type Parameters = Readonly<Record<string, string>>;

/** An answer in which the parameters of other operations' paths stand. */
interface Source {
  operationId: string;
  status: '200' | '201';
  /** What these parameters lead to: every operation whose path begins so and has no other parameter. */
  leadsTo: string;
  parameters: Parameters;
}

const ID_IN_BODY = { id: '$response.body#/id' };
const FIRST_OF_LIST = { id: '$response.body#/items/0/id' };
const AGENT_VERSION = { id: '$request.path.id', version: '$response.body#/version' };

/** What the rule for lists does not find. */
const OTHERS: readonly Source[] = [
  { operationId: 'duplicateAgent', status: '201', leadsTo: '/agents/{id}', parameters: ID_IN_BODY },
  { operationId: 'publishAgent', status: '201', leadsTo: '/agents/{id}/versions/{version}', parameters: AGENT_VERSION },
  { operationId: 'testWebhook', status: '201', leadsTo: '/webhook-deliveries/{id}', parameters: ID_IN_BODY },
  { operationId: 'listProviders', status: '200', leadsTo: '/providers/{name}', parameters: { name: '$response.body#/items/0/name' } },
  {
    operationId: 'listVoices',
    status: '200',
    leadsTo: '/voices/{provider}/{id}/sample',
    parameters: { provider: '$response.body#/items/0/provider', id: '$response.body#/items/0/id' },
  },
];

const parametersIn = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

/** What is made by `POST`, and the first of what `GET` lists: `/agents` leads to `/agents/{id}` and everything below it. */
function sourceOfList({ path, method, operation }: Operation): Source[] {
  const status = method === 'post' ? '201' : '200';
  if (path.includes('{') || operation.operationId === undefined || operation.responses?.[status] === undefined) return [];
  if (method !== 'post' && method !== 'get') return [];
  return [
    { operationId: operation.operationId, status, leadsTo: `${path}/{id}`, parameters: method === 'post' ? ID_IN_BODY : FIRST_OF_LIST },
  ];
}

function linksFrom(source: Source, operations: readonly Operation[]): Record<string, oas31.LinkObject> {
  const wanted = Object.keys(source.parameters).sort().join();
  return Object.fromEntries(
    operations
      .filter(({ path }) => path.startsWith(source.leadsTo) && parametersIn(path).sort().join() === wanted)
      .map(({ operation: { operationId = '' } }) => [operationId, { operationId, parameters: { ...source.parameters } }]),
  );
}

/** Puts links into the answers of a document. */
export function link(document: OpenApiDocument): void {
  const operations = [...operationsOf(document)];
  for (const source of [...operations.flatMap(sourceOfList), ...OTHERS]) {
    const response: unknown = operations.find(({ operation }) => operation.operationId === source.operationId)?.operation.responses?.[
      source.status
    ];
    const links = linksFrom(source, operations);
    if (isObject(response) && Object.keys(links).length > 0) response.links = links;
  }
}
