import { isObject } from '@parley/contract';
import { z } from 'zod';
import { overrideWithoutEffect } from '../agents/agent-override.ts';
import { besides } from '../shared/without-effect.ts';
import { CALL_FILTERS, callFilters, oldCallFilters } from './call-filters.ts';
import { refuseBeginning, type RetellCalls } from './calls.ts';
import { variablesOf } from '../shared/metadata.ts';
import { retellRoute, type RetellRoute } from '../shared/route.ts';
import * as form from './schemas.ts';
import { pageAnswer } from '../shared/schemas.ts';

const BEGINNING =
  'Of `agent_override`, `agent` and `retell_llm` work with the fields that have an effect (prompt and tools too); `conversation_flow` is refused. Names of variables are letters, digits and underscores. `agent_version` absent: the latest.';
const filters = CALL_FILTERS.map((name) => `\`${name}\``).join(', ');

const webCallRoutes = (calls: RetellCalls): RetellRoute[] => [
  retellRoute(
    {
      method: 'post',
      path: '/v3/create-web-call',
      sdk: ['call.createWebCall'],
      scope: 'calls:write',
      limiter: 'call',
      room: () => calls.room,
      weight: 5,
      body: form.CreateWebCall,
      withoutEffect: overrideWithoutEffect,
      status: 201,
      answer: form.GatewayCallAnswer,
      differs: `The token opens \`/api/v1/calls/{call_id}/webrtc\` and the media WebSocket of this server. ${BEGINNING} \`current_state\` and \`current_node_id\` are refused.`,
    },
    async ({ principal, body, request }) => {
      refuseBeginning(body, ['current_state', 'current_node_id']);
      const call = await calls.createWebCall(principal, body, request);
      return {
        access_token: call.client_token,
        call_id: call.id,
        expires_at: Date.parse(call.client_token_expires_at),
        ice_servers: call.ice_servers,
        transport: 'gateway',
      };
    },
  ),
  retellRoute(
    {
      method: 'post',
      path: '/v2/create-web-call',
      sdk: [],
      scope: 'calls:write',
      limiter: 'call',
      room: () => calls.room,
      weight: 5,
      body: form.CreateWebCall,
      withoutEffect: overrideWithoutEffect,
      status: 201,
      answer: form.WebCallAnswer,
      differs: BEGINNING,
    },
    async ({ principal, body, request }) => {
      refuseBeginning(body, ['current_state', 'current_node_id']);
      return calls.createWholeWebCall(principal, body, request);
    },
  ),
];

const phoneCallRoutes = (calls: RetellCalls): RetellRoute[] => [
  retellRoute(
    {
      method: 'post',
      path: '/v2/create-phone-call',
      sdk: ['call.createPhoneCall'],
      scope: 'calls:write',
      limiter: 'call',
      room: () => calls.room,
      weight: 5,
      body: form.CreatePhoneCall,
      withoutEffect: (body) => [
        ...(isObject(body) && body.ignore_e164_validation === true ? ['ignore_e164_validation'] : []),
        ...overrideWithoutEffect(body),
      ],
      status: 201,
      answer: form.CallAnswer,
      differs: `Refused until a telephone trunk is configured. ${BEGINNING} \`custom_sip_headers\` are refused.`,
    },
    async ({ principal, body, request }) => {
      refuseBeginning(body, ['custom_sip_headers']);
      return calls.createPhoneCall(principal, body, request);
    },
  ),
];

const readingRoutes = (calls: RetellCalls): RetellRoute[] => [
  retellRoute(
    {
      method: 'get',
      path: '/v2/get-call/:call_id',
      sdk: ['call.retrieve'],
      scope: 'calls:read',
      params: form.CallPath,
      status: 200,
      answer: form.CallAnswer,
    },
    async ({ organizationId, params, ...asking }) => calls.retrieve(organizationId, params.call_id, calls.reader(asking)),
  ),
  retellRoute(
    {
      method: 'post',
      path: '/v3/list-calls',
      sdk: ['call.list'],
      scope: 'calls:read',
      limiter: 'list',
      weight: 2,
      body: form.ListCalls,
      status: 200,
      answer: pageAnswer(form.ListedCall),
      differs: `Sorted by the time of creation. Filters: ${filters}; others are refused by name. Text is compared with \`eq\` only; \`agent\` takes versions for one agent; \`in_voicemail\` is true of no call.`,
    },
    async ({ organizationId, body, ...asking }) => {
      const asked = callFilters(body.filter_criteria);
      const page = await calls.list(organizationId, body, asked, calls.reader(asking));
      return body.include_total ? { ...page, total: await calls.total(organizationId, asked) } : page;
    },
  ),
  retellRoute(
    {
      method: 'post',
      path: '/v2/list-calls',
      sdk: [],
      scope: 'calls:read',
      limiter: 'list',
      weight: 5,
      body: form.OldListCalls,
      status: 200,
      answer: z.array(form.CallAnswer),
      differs: 'Filters as those of `/v3/list-calls`, in the older form. Function calls are in `get-call` only.',
    },
    async ({ organizationId, body, ...asking }) =>
      calls.listWhole(organizationId, body, oldCallFilters(body.filter_criteria), calls.reader(asking)),
  ),
];

const changingRoutes = (calls: RetellCalls): RetellRoute[] => [
  retellRoute(
    {
      method: 'patch',
      path: '/v2/update-call/:call_id',
      sdk: ['call.update'],
      scope: 'calls:write',
      params: form.CallPath,
      body: form.UpdateCall,
      withoutEffect: besides(['metadata', 'custom_attributes']),
      status: 200,
      answer: form.CallAnswer,
      differs:
        '`data_storage_setting` and `custom_attributes` are kept and given back; nothing is deleted or scrubbed for them. Calls that go on can be changed too.',
    },
    async ({ organizationId, params, body, ...asking }) => calls.update(organizationId, params.call_id, body, calls.reader(asking)),
  ),
  retellRoute(
    {
      method: 'delete',
      path: '/v2/delete-call/:call_id',
      reachesOutside: true,
      sdk: ['call.delete'],
      scope: 'calls:write',
      params: form.CallPath,
      status: 204,
      answer: null,
    },
    async ({ organizationId, params }) => calls.remove(organizationId, params.call_id),
  ),
];

const liveRoutes = (calls: RetellCalls): RetellRoute[] => [
  retellRoute(
    {
      method: 'post',
      path: '/v2/stop-call/:call_id',
      reachesOutside: true,
      sdk: ['call.stop'],
      scope: 'calls:write',
      params: form.CallPath,
      status: 204,
      answer: null,
      differs: 'A call that nobody has joined yet can be stopped too.',
    },
    async ({ organizationId, params }) => calls.stop(organizationId, params.call_id),
  ),
  retellRoute(
    {
      method: 'patch',
      path: '/v2/update-live-call/:call_id',
      sdk: ['call.updateLive'],
      scope: 'calls:write',
      params: form.CallPath,
      body: form.UpdateLiveCall,
      status: 200,
      answer: z.strictObject({ success: z.literal(true) }),
      differs:
        'The agent heeds the context from its next answer on, whatever `trigger_response` says. `override_dynamic_variables` are told to it the same way; `retell_llm_dynamic_variables` stay those that the call began with.',
    },
    async ({ organizationId, params, body }) => {
      const { override_dynamic_variables, metadata, data_storage_setting } = body.fields_to_override ?? {};
      const variables = variablesOf(override_dynamic_variables, 'fields_to_override.override_dynamic_variables');
      const said = { context: body.call_control?.additional_context, variables };
      await calls.updateLive(organizationId, params.call_id, said, { metadata, data_storage_setting });
      return { success: true };
    },
  ),
];

export const callRoutes = (calls: RetellCalls): RetellRoute[] => [
  ...webCallRoutes(calls),
  ...phoneCallRoutes(calls),
  ...readingRoutes(calls),
  ...changingRoutes(calls),
  ...liveRoutes(calls),
];
