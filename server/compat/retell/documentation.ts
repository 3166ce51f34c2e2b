/** docs/retell-compatibility.md, from the routes and the fields as they are declared. */
import { DISCONNECTION_REASONS } from '@parley/contract';
import { CHAT_AGENT_KEPT, CHAT_AGENT_LENSES, VOICE_AGENT_KEPT, VOICE_AGENT_LENSES } from './agents/agent-fields.ts';
import { CALL_FIELDS } from './calls/answer-fields.ts';
import { CHAT_FIELDS } from './chats/answer-fields.ts';
import { theirReason } from './calls/disconnection-reasons.ts';
import type { Lens } from './shared/lens.ts';
import { LLM_KEPT, LLM_LENSES } from './llms/llm-fields.ts';
import { NUMBER_KEPT } from './numbers/phone-numbers.ts';
import type { RetellRoute } from './shared/route.ts';
import { retellRoutes, type RetellServices } from './router.ts';

/** The routes without anything behind them. */
export const declaredRoutes = (): RetellRoute[] =>
  retellRoutes({} as RetellServices, {
    database: {} as never,
    config: { media: { processes: 0, callsPerProcess: 0 } },
    originOf: () => '',
  });

const code = (text: string): string => `\`${text}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const pathOf = ({ declared: { method, path } }: RetellRoute): string => code(`${method.toUpperCase()} ${path.replace(/:(\w+)/g, '{$1}')}`);
const stateOf = ({ implemented }: RetellRoute): string => (implemented ? 'yes' : '501');

interface Method {
  name: string;
  route: RetellRoute;
}

const methodsOf = (routes: readonly RetellRoute[]): Method[] => routes.flatMap((route) => route.sdk.map((name) => ({ name, route })));
const resourceOf = ({ name }: Method): string => name.replace(/\..*$/, '');

function methodTables(routes: readonly RetellRoute[]): string {
  const byResource = Object.groupBy(methodsOf(routes), resourceOf);
  return Object.entries(byResource)
    .map(([resource, methods = []]) => {
      const rows = methods.map(({ name, route }) => [code(name.slice(resource.length + 1)), pathOf(route), stateOf(route), route.differs]);
      return `### ${code(resource)}\n\n${table(['Method', 'Route', 'Works', 'What differs'], rows)}`;
    })
    .join('\n\n');
}

const otherTable = (routes: readonly RetellRoute[]): string =>
  table(
    ['Route', 'Works', 'What differs'],
    routes.filter(({ sdk }) => sdk.length === 0).map((route) => [pathOf(route), stateOf(route), route.differs]),
  );

const names = (fields: readonly string[]): string => fields.map(code).join(', ');

const fieldTable = (lenses: readonly Lens[], kept: readonly string[]): string =>
  `${table(
    ['Field', 'Effect'],
    lenses.map(({ fields, effect }) => [names(fields), effect]),
  )}\n\nKept and given back, without effect: ${names(kept)}.`;

function answerTable(fields: Readonly<Record<string, string | null>>): string {
  const there = Object.entries(fields).flatMap(([name, source]) => (source === null ? [] : [[code(name), source]]));
  const absent = Object.keys(fields).filter((name) => fields[name] === null);
  return `${table(['Field', 'What it is'], there)}\n\nNever there: ${names(absent)}.`;
}

const reasonTable = (): string =>
  table(
    ['Here', 'At Retell'],
    DISCONNECTION_REASONS.map((reason) => [code(reason), code(theirReason(reason))]),
  );

const INTRODUCTION = `# Retell compatibility

<!-- Written by scripts/write-retell-compatibility.ts from the routes; do not edit. -->

Under \`/retell\` this server speaks the public HTTP API of Retell AI, so that an integration moves over by changing its URL:

\`\`\`ts
import Retell from 'retell-sdk';

const client = new Retell({ apiKey: 'parley_sk_…', baseURL: 'http://127.0.0.1:3000/retell' });
const { llm_id } = await client.llm.create({ general_prompt: 'You answer for Bright Smile Dental.' });
const agent = await client.agent.create({ voice_id: 'slt', response_engine: { type: 'retell-llm', llm_id } });
const call = await client.call.createWebCall({ agent_id: agent.agent_id });
\`\`\`

\`\`\`python
from retell import Retell

client = Retell(api_key="parley_sk_…", base_url="http://127.0.0.1:3000/retell")
\`\`\`

The key is an API key of this server, with the scopes of the routes that do the same in our own API. Agents, calls, chats and numbers are the same
resources in both APIs; what is made or changed in one is there in the other.`;

const GENERAL = `## What is true of every method

- Errors are \`{ "status": "error", "message": "…" }\`: 400 for a request that is malformed, 401 and 403 for its credentials and their scopes, 402 for a quota that is used
  up, 404 for a path that names nothing, 422 for what cannot be done, 429 for too many requests (with \`X-RateLimit-Limiter\`, \`RateLimit-Limit\`, \`RateLimit-Remaining\`,
  \`RateLimit-Reset\` and \`Retry-After\`), 501 for a feature that is not there. Our rate limit is by key, not by route.
- Fields that we have no feature for are kept and given back as they were, so that reading, changing and writing an object loses nothing.
  An answer to a request that gave such fields names them: \`Warning: 299 parley "Taken without effect: ambient_sound"\`.
  A field with an effect shows what is true now, also where it was changed in our API or in the dashboard.
- A request that can only be fulfilled in part is refused with the name of what is not available: filters, weighted agents, conversation flows.
- Lists give at most 1,000 items at once. \`pagination_key\` is opaque; that of older lists is the id of the last item.
- Versions count from 0. The draft is the newest version while it says something else than what was published last.
- \`response_engine\` is a \`retell-llm\`. Every agent has one: the one that it was created with, or its own, which has its id with \`llm_\` for \`agent_\`.
- Ids are opaque and are those of our API, but for chats (\`chat_…\` is our \`conv_…\`).`;

const WEBHOOKS = `#### Webhooks

\`webhook_url\`, \`webhook_events\` and \`webhook_timeout_ms\` (1,000 to 30,000 ms) of voice and chat agents are an endpoint of this server for this agent alone ([webhooks.md](webhooks.md)), for all its
versions from the moment of the change: \`{ event, call }\` with \`call_started\`, \`call_ended\` and \`call_analyzed\` unless others are asked for, \`{ event, chat }\` with
\`chat_ended\`; \`transcript_updated\` at most once a second. \`chat_started\`, \`chat_analyzed\` and \`transfer_…\` never come. A URL that nothing may be sent to is refused. Deliveries are
logged, tried ten times over two days, and signed with \`x-retell-signature\` under the API key that set the webhook last, so that \`Retell.verify(body, apiKey, signature)\` holds; the key is kept sealed for
that. Where a person or an access token set it, the key is a secret that \`POST /webhooks/{id}/rotate-secret\` shows anew. The account's webhook is an endpoint with \`"format": "retell"\`
and no \`agent_ids\`; it is silent about agents that have their own. Agents whose \`webhook_url\` was given to an earlier version of this server get it with their next update of one of these fields.`;

export function compatibilityDocument(routes: readonly RetellRoute[] = declaredRoutes()): string {
  const methods = methodsOf(routes);
  const working = methods.filter(({ route }) => route.implemented);
  const sections = [
    INTRODUCTION,
    `Of the ${String(methods.length)} methods of \`retell-sdk\` 5.66.1, ${String(working.length)} work; each of the others answers 501 and says which feature is not there.`,
    GENERAL,
    '## Methods',
    methodTables(routes),
    '## Other routes',
    'Of earlier and later versions of the API, for the clients that call them.',
    otherTable(routes),
    '## Fields',
    "### A voice agent's",
    fieldTable(VOICE_AGENT_LENSES, VOICE_AGENT_KEPT),
    WEBHOOKS,
    "### A chat agent's",
    fieldTable(CHAT_AGENT_LENSES, CHAT_AGENT_KEPT),
    "### An LLM's",
    fieldTable(LLM_LENSES, LLM_KEPT),
    "### A phone number's",
    `\`phone_number\`, \`nickname\`, \`inbound_agents\` and \`outbound_agents\` are the number's. Kept and given back, without effect: ${names(NUMBER_KEPT)}, \`sip_outbound_trunk_config\`.`,
    "### A call's",
    answerTable(CALL_FIELDS),
    '#### Why a call ended',
    reasonTable(),
    "### A chat's",
    answerTable(CHAT_FIELDS),
  ];
  return `${sections.join('\n\n')}\n`;
}
