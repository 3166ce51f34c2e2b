/** Voices, and how many calls there may be at once. */
import { AppError, type Voice } from '@parley/contract';
import type { Request } from 'express';
import { z } from 'zod';
import type { Organizations } from '../../../access/organization/organization-service.ts';
import type { Calls } from '../../../resources/calls/call-service.ts';
import type { Voices } from '../../../resources/providers/voices.ts';
import type { Quotas } from '../../../resources/usage/quota-service.ts';
import type { Fields } from '../shared/lens.ts';
import { retellRoute, type RetellRoute } from '../shared/route.ts';
import * as form from './schemas.ts';

export interface PlatformDeps {
  voices: Voices;
  calls: Calls;
  quotas: Quotas;
  organizations: Organizations;
  /** Calls that the media processes of this node carry at most. */
  capacity: number;
  originOf: (request: Request) => string;
}

const FEMALE: readonly string[] = ['slt'];
const ACCENTS: Record<string, string> = { 'en-US': 'American', 'en-GB': 'British' };

const present = ({ id, name, language, sample_url }: Voice, origin: string): Fields => ({
  voice_id: id,
  voice_name: name,
  provider: 'platform',
  gender: FEMALE.includes(id) ? 'female' : 'male',
  accent: ACCENTS[language] ?? language,
  preview_audio_url: origin + sample_url,
});

export async function concurrencyOf(
  { calls, quotas, capacity }: Pick<PlatformDeps, 'calls' | 'quotas' | 'capacity'>,
  organizationId: string,
): Promise<Fields> {
  const { items } = await quotas.list(organizationId, { limit: 1_000 });
  const own = items.filter((quota) => quota.metric === 'concurrent_calls' && quota.api_key_id === null).map((quota) => quota.limit);
  const limit = Math.min(capacity, ...own);
  return {
    current_concurrency: await calls.count(organizationId, { status: 'ongoing' }),
    concurrency_limit: limit,
    base_concurrency: limit,
    purchased_concurrency: 0,
    concurrency_purchase_limit: 0,
    remaining_purchase_limit: 0,
    concurrency_burst_enabled: false,
    concurrency_burst_limit: 0,
    reserved_inbound_concurrency: 0,
  };
}

const PREVIEW = '`provider` is always `platform`; `preview_audio_url` takes the API key.';

export const platformRoutes = (deps: PlatformDeps): RetellRoute[] => [
  retellRoute(
    {
      method: 'get',
      path: '/list-voices',
      sdk: ['voice.list'],
      scope: 'providers:read',
      limiter: 'list',
      status: 200,
      answer: z.array(form.VoiceAnswer),
      differs: PREVIEW,
    },
    async ({ request }) => deps.voices.list().map((voice) => present(voice, deps.originOf(request))),
  ),
  retellRoute(
    {
      method: 'get',
      path: '/get-voice/:voice_id',
      sdk: ['voice.retrieve'],
      scope: 'providers:read',
      params: form.VoicePath,
      status: 200,
      answer: form.VoiceAnswer,
      differs: PREVIEW,
    },
    async ({ params, request }) => {
      const voice = deps.voices.list().find((one) => one.id === params.voice_id);
      if (voice === undefined) throw new AppError('not_found');
      return present(voice, deps.originOf(request));
    },
  ),
  retellRoute(
    {
      method: 'get',
      path: '/get-concurrency',
      sdk: ['concurrency.retrieve'],
      scope: 'usage:read',
      status: 200,
      answer: form.ConcurrencyAnswer,
      differs: "The limit is the organization's quota on concurrent calls, or what the server carries; nothing can be bought.",
    },
    async ({ organizationId }) => concurrencyOf(deps, organizationId),
  ),
  retellRoute(
    { method: 'get', path: '/get-api-key-info', sdk: ['identity.retrieve'], scope: null, status: 200, answer: form.IdentityAnswer },
    async ({ organizationId, principal }) => ({
      api_key_name: principal.keyId === null ? null : principal.name,
      org_name: (await deps.organizations.get(organizationId)).name,
    }),
  ),
];
