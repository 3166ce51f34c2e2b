/** Vendors' keys and addresses: an organization's own win over the environment's. */
import {
  AppError,
  type AgentConfig,
  type AgentSnapshot,
  type EngineStatus,
  type Provider,
  type ProviderCredential,
  type ProviderName,
  type ProviderTest,
} from '@parley/contract';
import { EMBEDDED_STT } from '@parley/providers/embedded/abilities.ts';
import { RULES_DIALOGUE_MODELS } from '@parley/providers/rules-dialogue/abilities.ts';
import { OPENAI_URL } from '../../live/models/remote-models.ts';
import type { CallSecrets } from '../../live/models/secrets.ts';
import type { Config } from '../../config.ts';
import type { Database } from '../../platform/db/database.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import { allowList, checkUrl, guardedFetch } from '../../platform/outgoing/guarded-fetch.ts';
import { probe, type Verdict } from './probe.ts';
import * as store from './provider-store.ts';
import type { CredentialRow } from './provider-store.ts';
import type { MissingKey } from '../agents/readiness.ts';

const OPENAI_MODELS = ['gpt-4.1-mini', 'gpt-4.1', 'gpt-4.1-nano', 'gpt-4o-mini', 'gpt-4o'];

type RemoteProvider = Exclude<ProviderName, 'embedded'>;

interface Access {
  apiKey: string | undefined;
  baseUrl: string | undefined;
  /** Only the operator's addresses may lie within the operator's network. */
  addressFrom: 'operator' | 'tenant';
  source: Provider['source'];
}

const isUsable = (name: RemoteProvider, { baseUrl, apiKey }: Access): boolean =>
  baseUrl !== undefined && (name === 'openai_compatible' || apiKey !== undefined);

export interface ProviderDeps {
  database: Database;
  secretBox: SecretBox;
  config: Pick<Config, 'vendors' | 'outboundAllow'>;
  engines: () => EngineStatus[];
}

export class Providers {
  readonly #deps: ProviderDeps;

  constructor(deps: ProviderDeps) {
    this.#deps = deps;
  }

  async list(organizationId: string): Promise<Provider[]> {
    const rows = await this.#rows(organizationId);
    return [this.#embedded(), this.#remote('openai', organizationId, rows), this.#remote('openai_compatible', organizationId, rows)];
  }

  async put(organizationId: string, provider: ProviderName, { api_key, base_url, models }: ProviderCredential): Promise<Provider> {
    if (provider === 'embedded') throw new AppError('conflict', { detail: 'The embedded provider needs no key.' });
    if (base_url !== undefined) this.#checkUrl(base_url);
    const rows = await this.#deps.database.asOrganization(organizationId, async (tx) => {
      const before = (await store.selectCredentials(tx, organizationId)).find((row) => row.provider === provider);
      await store.putCredential(tx, {
        organizationId,
        provider,
        // An absent key leaves the one that is there.
        encryptedKey: api_key === undefined ? (before?.encryptedKey ?? null) : this.#deps.secretBox.seal(organizationId, api_key),
        keyLastFour: api_key === undefined ? (before?.keyLastFour ?? null) : api_key.slice(-4),
        baseUrl: base_url ?? before?.baseUrl ?? null,
        models: models ?? before?.models ?? [],
      });
      return store.selectCredentials(tx, organizationId);
    });
    return this.#remote(provider, organizationId, rows);
  }

  async remove(organizationId: string, provider: ProviderName): Promise<void> {
    await this.#deps.database.asOrganization(organizationId, (tx) => store.deleteCredential(tx, organizationId, provider));
  }

  /** A real request to the provider. */
  async test(organizationId: string, provider: ProviderName): Promise<ProviderTest> {
    const began = performance.now();
    const timed = (verdict: Verdict): ProviderTest => ({ ...verdict, latency_ms: Math.round(performance.now() - began) });
    const done = (ok: boolean, message: string): ProviderTest => timed({ ok, message });
    if (provider === 'embedded') {
      const failed = this.#deps.engines().filter((engine) => engine.state !== 'ready');
      return done(
        failed.length === 0,
        failed.length === 0 ? 'All embedded engines are ready.' : failed.map((engine) => engine.message).join(' '),
      );
    }
    const rows = await this.#rows(organizationId);
    const access = this.#access(provider, organizationId, rows);
    if (!isUsable(provider, access) || access.baseUrl === undefined) throw new AppError('provider_not_configured');
    const fetch = access.addressFrom === 'operator' ? globalThis.fetch : guardedFetch(this.#deps.config.outboundAllow);
    const result = await probe({
      baseUrl: access.baseUrl,
      apiKey: access.apiKey,
      model: rows.find((row) => row.provider === provider)?.models[0],
      fetch,
    });
    return timed(result);
  }

  /** What a call on this agent needs. */
  async secretsOf(organizationId: string, agent: AgentSnapshot): Promise<CallSecrets> {
    const { provider } = agent.config.llm;
    if (provider === 'embedded') return { llm: undefined };
    const { apiKey, baseUrl, addressFrom } = this.#access(provider, organizationId, await this.#rows(organizationId));
    return { llm: { apiKey, baseUrl, addressFrom } };
  }

  /** What the agent's model lacks: an address, or the key that OpenAI asks of everybody. */
  async missingKey(organizationId: string, { llm: { provider } }: AgentConfig): Promise<MissingKey | null> {
    if (provider === 'embedded') return null;
    if (isUsable(provider, this.#access(provider, organizationId, await this.#rows(organizationId)))) return null;
    const lacks = provider === 'openai' ? 'has no key' : 'has no address';
    return {
      pointer: '/llm/provider',
      provider,
      message: `is ${provider}, which ${lacks} yet`,
    };
  }

  #rows(organizationId: string): Promise<CredentialRow[]> {
    return this.#deps.database.asOrganization(organizationId, (tx) => store.selectCredentials(tx, organizationId));
  }

  #embedded(): Provider {
    const engines = this.#deps.engines();
    const failed = engines.filter((engine) => engine.state === 'failed');
    const base = {
      name: 'embedded' as const,
      kinds: ['llm', 'stt', 'tts', 'vad'] as Provider['kinds'],
      key_last_four: null,
      source: 'built_in' as const,
      base_url: null,
      models: [...RULES_DIALOGUE_MODELS],
      languages: [...EMBEDDED_STT.languages],
    };
    if (failed.length > 0) return { ...base, state: 'failed', message: failed.map((engine) => engine.message).join(' ') };
    const works =
      'Works without network and key: voice detection, recognition of the agent’s own words, a voice, and a dialogue model that follows rules.';
    // The only one that an operator chooses a runtime for, or whose machine does.
    const detector = engines.find((engine) => engine.kind === 'vad');
    return { ...base, state: 'ready', message: detector === undefined ? works : `${works} ${detector.message}` };
  }

  #remote(name: RemoteProvider, organizationId: string, rows: readonly CredentialRow[]): Provider {
    const access = this.#access(name, organizationId, rows);
    const row = rows.find((one) => one.provider === name);
    const usable = isUsable(name, access);
    return {
      name,
      kinds: ['llm'],
      state: usable ? 'ready' : 'needs_key',
      message: usable
        ? 'Ready to use.'
        : name === 'openai'
          ? 'Give an API key to use OpenAI’s models.'
          : 'Give the base URL of any OpenAI-compatible endpoint, and its key where it needs one.',
      key_last_four: access.source === 'organization' ? (row?.keyLastFour ?? null) : (access.apiKey?.slice(-4) ?? null),
      source: usable ? access.source : 'none',
      base_url: access.baseUrl ?? null,
      models: row !== undefined && row.models.length > 0 ? row.models : name === 'openai' ? OPENAI_MODELS : [],
      languages: [],
    };
  }

  /** The environment's key goes to the environment's address alone: a tenant's address must not collect it. */
  #access(name: RemoteProvider, organizationId: string, rows: readonly CredentialRow[]): Access {
    const row = rows.find((one) => one.provider === name);
    const environment = this.#deps.config.vendors.openai;
    const ownUrl = row?.baseUrl ?? undefined;
    const ownKey = typeof row?.encryptedKey === 'string' ? this.#deps.secretBox.open(organizationId, row.encryptedKey) : undefined;
    const apiKey = ownKey ?? (ownUrl === undefined ? environment.apiKey : undefined);
    if (ownUrl !== undefined) return { apiKey, baseUrl: ownUrl, addressFrom: 'tenant', source: 'organization' };
    // The environment's base URL is an OpenAI-compatible endpoint as well.
    const baseUrl = environment.baseUrl ?? (name === 'openai' ? OPENAI_URL : undefined);
    const fromEnvironment = name === 'openai' ? environment.apiKey !== undefined : environment.baseUrl !== undefined;
    return {
      apiKey,
      baseUrl,
      addressFrom: 'operator',
      source: ownKey !== undefined ? 'organization' : fromEnvironment ? 'environment' : 'none',
    };
  }

  #checkUrl(url: string): void {
    try {
      checkUrl(url, allowList(this.#deps.config.outboundAllow));
    } catch (error) {
      throw new AppError('validation_failed', {
        fields: [{ pointer: '/base_url', message: error instanceof AppError ? error.message : 'is not a URL that can be reached' }],
      });
    }
  }
}
