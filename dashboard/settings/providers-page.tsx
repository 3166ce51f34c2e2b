import { useMutation, useQuery } from '@tanstack/react-query';
import type { Provider, ProviderTest } from '@parley/contract';
import { useState } from 'react';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { providersQuery, systemQuery } from '../api/queries.ts';
import { milliseconds } from '../format/format.ts';
import { Button } from '../ui/button.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { Failed, Skeleton } from '../ui/states.tsx';
import { CredentialDialog, NAMES, refreshProviders } from './credential-dialog.tsx';

const KINDS = { llm: 'language model', stt: 'recognition', tts: 'voice', vad: 'voice detection' } as const;
const STATES = {
  ready: { tone: 'green', word: 'ready' },
  needs_key: { tone: 'neutral', word: 'not set up' },
  failed: { tone: 'red', word: 'failed' },
} as const;
const SOURCES = { built_in: 'built in', environment: 'from the environment', organization: 'of this organization', none: '' } as const;

const TestResult = ({ result: { ok, message, latency_ms, refusal } }: { result: ProviderTest }) => (
  <div role="status" className="flex flex-col gap-1">
    <p className={ok ? 'text-green' : 'text-red'}>
      {message} <span className="text-muted">{milliseconds(latency_ms)}</span>
    </p>
    {refusal !== undefined && <Refusal refusal={refusal} />}
  </div>
);

function Actions({ provider, onEdit }: { provider: Provider; onEdit: () => void }) {
  const test = useMutation({ mutationFn: () => api.testProvider(provider.name), onError: (error) => toast.error(messageOf(error)) });
  const forget = useMutation({
    mutationFn: () => api.deleteProvider(provider.name),
    onSuccess: refreshProviders,
    onError: (error) => toast.error(messageOf(error)),
  });
  return (
    <>
      {test.data !== undefined && <TestResult result={test.data} />}
      <div className="mt-auto flex flex-wrap gap-2 pt-2">
        {provider.state !== 'needs_key' && (
          <Button onClick={() => test.mutate()} aria-disabled={test.isPending} aria-label={`Test ${NAMES[provider.name]}`}>
            {test.isPending ? 'Testing …' : 'Test'}
          </Button>
        )}
        {provider.name !== 'embedded' && (
          <Button
            onClick={onEdit}
            look={provider.state === 'needs_key' ? 'primary' : 'plain'}
            aria-label={`Set up ${NAMES[provider.name]}`}
          >
            {provider.source === 'organization' ? 'Change' : 'Set up'}
          </Button>
        )}
        {provider.source === 'organization' && (
          <Button look="quiet" onClick={() => forget.mutate()} aria-label={`Forget the key of ${NAMES[provider.name]}`}>
            Forget
          </Button>
        )}
      </div>
    </>
  );
}

const Fact = ({ name, children }: { name: string; children: string }) => (
  <div className="flex gap-3">
    <dt className="w-16 shrink-0 text-muted">{name}</dt>
    <dd className="min-w-0 font-mono text-xs leading-5">{children}</dd>
  </div>
);

function Card({ provider }: { provider: Provider }) {
  const [editing, setEditing] = useState(false);
  const { tone, word } = STATES[provider.state];
  return (
    <Panel className="flex flex-col gap-3 p-4">
      <header className="flex flex-wrap items-center gap-2">
        <h2 className="text-lg font-semibold">{NAMES[provider.name]}</h2>
        <Pill tone={tone}>{word}</Pill>
        <span className="ml-auto text-xs text-muted">{SOURCES[provider.source]}</span>
      </header>
      <p className="text-soft">{provider.message}</p>
      <dl className="flex flex-col gap-1">
        <Fact name="For">{provider.kinds.map((kind) => KINDS[kind]).join(', ')}</Fact>
        {provider.key_last_four !== null && <Fact name="Key">{`••••${provider.key_last_four}`}</Fact>}
        {provider.base_url !== null && <Fact name="URL">{provider.base_url}</Fact>}
        {provider.models.length > 0 && <Fact name="Models">{provider.models.join(', ')}</Fact>}
      </dl>
      <Actions provider={provider} onEdit={() => setEditing(true)} />
      {editing && <CredentialDialog provider={provider} onClose={() => setEditing(false)} />}
    </Panel>
  );
}

export function ProvidersPage() {
  const { data, error, refetch } = useQuery(providersQuery);
  const { data: system } = useQuery(systemQuery);
  return (
    <Page title="Providers">
      <p className="max-w-[70ch] text-soft">
        Everything a call needs works without any key: the embedded provider runs on this server. A key adds language models that understand
        free speech.
      </p>
      {error !== null && <Failed what="The providers could not be loaded." error={error} retry={() => void refetch()} />}
      <div className="grid grid-cols-[repeat(auto-fill,minmax(320px,1fr))] gap-4 max-sm:grid-cols-1">
        {data === undefined && error === null && [1, 2, 3].map((key) => <Skeleton key={key} className="h-48" />)}
        {data?.items.map((provider) => (
          <Card key={provider.name} provider={provider} />
        ))}
      </div>
      {system !== undefined && system.engines.length > 0 && (
        <section aria-labelledby="engines">
          <h2 id="engines" className="mb-2 text-lg font-semibold">
            Engines on this server
          </h2>
          <Panel>
            <ul className="divide-y divide-line">
              {system.engines.map((engine) => (
                <li key={`${engine.kind}-${engine.name}`} className="flex min-h-9 flex-wrap items-center gap-3 px-4 py-1.5">
                  <Pill tone={engine.state === 'ready' ? 'green' : engine.state === 'failed' ? 'red' : 'amber'}>{engine.state}</Pill>
                  <span className="w-32 font-medium">{engine.kind === 'webrtc' ? 'WebRTC' : KINDS[engine.kind]}</span>
                  <span className="font-mono text-xs text-soft">{engine.name}</span>
                  <span className="text-muted">{engine.message}</span>
                </li>
              ))}
            </ul>
          </Panel>
        </section>
      )}
    </Page>
  );
}
