import { Provider, ProviderCredential, ProviderName, ProviderTest, Voice } from '@parley/contract';
import { z } from 'zod';
import { route, type RouteDeclaration } from '../../platform/http/route.ts';
import type { Providers } from './provider-service.ts';
import type { Voices } from './voices.ts';

const named = z.strictObject({ name: ProviderName });
const voiceOf = z.strictObject({ provider: z.string().max(64), id: z.string().max(64) });

const credentialRoutes = (providers: Providers): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/providers',
      id: 'listProviders',
      summary: 'List providers and whether they can be used',
      auth: 'member',
      scope: 'providers:read',
      responses: { 200: z.strictObject({ items: z.array(Provider) }).meta({ id: 'ProviderList' }) },
    },
    async ({ principal }) => ({ status: 200, body: { items: await providers.list(principal.organizationId) } }),
  ),
  route(
    {
      method: 'put',
      path: '/providers/:name',
      id: 'putProvider',
      summary: "Set the organization's key and address of a provider",
      auth: 'admin',
      scope: 'providers:write',
      params: named,
      body: ProviderCredential,
      responses: { 200: Provider },
      errors: ['validation_failed', 'conflict'],
    },
    async ({ principal, params, body }) => ({ status: 200, body: await providers.put(principal.organizationId, params.name, body) }),
  ),
  route(
    {
      method: 'delete',
      path: '/providers/:name',
      id: 'deleteProvider',
      summary: "Forget the organization's key and address of a provider",
      auth: 'admin',
      scope: 'providers:write',
      params: named,
      responses: { 204: null },
    },
    async ({ principal, params }) => {
      await providers.remove(principal.organizationId, params.name);
      return { status: 204 };
    },
  ),
];

const testRoutes = (providers: Providers): RouteDeclaration[] => [
  route(
    {
      method: 'post',
      path: '/providers/:name/test',
      id: 'testProvider',
      reachesOutside: true,
      summary: 'Make a real request to a provider',
      auth: 'admin',
      scope: 'providers:write',
      weight: 10,
      params: named,
      responses: { 200: ProviderTest },
      errors: ['provider_not_configured'],
    },
    async ({ principal, params }) => ({ status: 200, body: await providers.test(principal.organizationId, params.name) }),
  ),
];

const voiceRoutes = (voices: Voices): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/voices',
      id: 'listVoices',
      summary: 'List voices',
      auth: 'member',
      scope: 'providers:read',
      responses: { 200: z.strictObject({ items: z.array(Voice) }).meta({ id: 'VoiceList' }) },
    },
    async () => ({ status: 200, body: { items: voices.list() } }),
  ),
  route(
    {
      method: 'get',
      path: '/voices/:provider/:id/sample',
      id: 'getVoiceSample',
      summary: 'Hear a voice (WAV)',
      auth: 'member',
      scope: 'providers:read',
      weight: 5,
      produces: 'audio/wav',
      params: voiceOf,
      responses: { 200: null },
      errors: ['not_found', 'engine_unavailable'],
    },
    async ({ params, response }) => {
      const wav = await voices.sample(params.provider, params.id);
      response.status(200).set({ 'Content-Type': 'audio/wav', 'Cache-Control': 'private, max-age=86400' }).send(wav);
      return null;
    },
  ),
];

export const providerRoutes = (providers: Providers, voices: Voices): RouteDeclaration[] => [
  ...credentialRoutes(providers),
  ...testRoutes(providers),
  ...voiceRoutes(voices),
];
