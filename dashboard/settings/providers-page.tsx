import { useMutation, useQuery } from '@tanstack/react-query';
import type { Provider, ProviderCredential, ProviderTest } from '@parley/contract';
import { useState, type FormEvent } from 'react';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf, RequestFailed } from '../api/problem.ts';
import { providersQuery, queryClient, systemQuery } from '../api/queries.ts';
import { milliseconds } from '../format/format.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/form.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { Failed, Notice, Skeleton } from '../ui/states.tsx';
import { textIn } from '../ui/form-text.ts';

const NAMES = { embedded: 'Embedded', openai: 'OpenAI', openai_compatible: 'OpenAI-compatible endpoint' } as const satisfies Record<
  Provider['name'],
  string
>;
const KINDS = { llm: 'language model', stt: 'recognition', tts: 'voice', vad: 'voice detection' } as const;
const STATES = {
  ready: { tone: 'green', word: 'ready' },
  needs_key: { tone: 'neutral', word: 'not set up' },
  failed: { tone: 'red', word: 'failed' },
} as const;
const SOURCES = { built_in: 'built in', environment: 'from the environment', organization: 'of this organization', none: '' } as const;

const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: providersQuery.queryKey });

function readCredential(form: FormData, compatible: boolean): ProviderCredential {
  const key = textIn(form, 'key').trim();
  const url = textIn(form, 'url').trim();
  const models = compatible
    ? textIn(form, 'models')
        .split(/[\s,]+/)
        .filter((model) => model !== '')
    : [];
  return { ...(key === '' ? {} : { api_key: key }), ...(url === '' ? {} : { base_url: url }), ...(models.length === 0 ? {} : { models }) };
}

function KeyFields({ provider, fields }: { provider: Provider; fields: Readonly<Record<string, string>> }) {
  const compatible = provider.name === 'openai_compatible';
  return (
    <>
      <TextField
        label="API key"
        name="key"
        type="password"
        autoComplete="off"
        hint={
          provider.key_last_four === null
            ? compatible
              ? 'Leave empty where the endpoint needs none.'
              : undefined
            : `Leave empty to keep the one that ends in ${provider.key_last_four}.`
        }
        error={fields['/api_key']}
      />
      <TextField
        label="Base URL"
        name="url"
        type="url"
        defaultValue={provider.source === 'organization' ? (provider.base_url ?? '') : ''}
        placeholder={compatible ? 'http://localhost:11434/v1' : 'https://api.openai.com/v1'}
        required={compatible && provider.base_url === null}
        error={fields['/base_url']}
      />
      {compatible && (
        <TextField
          label="Models"
          name="models"
          defaultValue={provider.models.join(', ')}
          hint="Names, separated by commas."
          error={fields['/models']}
        />
      )}
    </>
  );
}

function KeyDialog({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const compatible = provider.name === 'openai_compatible';
  const save = useMutation({
    mutationFn: (body: ProviderCredential) => api.putProvider(provider.name, body),
    onSuccess: async () => {
      await refresh();
      onClose();
    },
  });
  const fields = save.error instanceof RequestFailed ? save.error.fields : {};
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    save.mutate(readCredential(new FormData(event.currentTarget), compatible));
  };
  const actions = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form="provider-key" look="primary" aria-disabled={save.isPending}>
        Save {NAMES[provider.name]}
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={NAMES[provider.name]}
      description="Kept encrypted; afterwards only the last four characters are shown."
      actions={actions}
    >
      <form id="provider-key" onSubmit={submit} className="flex flex-col gap-4">
        <KeyFields provider={provider} fields={fields} />
        {save.isError && Object.keys(fields).length === 0 && <Notice tone="red">{messageOf(save.error)}</Notice>}
      </form>
    </Dialog>
  );
}

const TestResult = ({ result }: { result: ProviderTest }) => (
  <p role="status" className={result.ok ? 'text-green' : 'text-red'}>
    {result.message} <span className="text-muted">{milliseconds(result.latency_ms)}</span>
  </p>
);

function Actions({ provider, onEdit }: { provider: Provider; onEdit: () => void }) {
  const test = useMutation({ mutationFn: () => api.testProvider(provider.name), onError: (error) => toast.error(messageOf(error)) });
  const forget = useMutation({
    mutationFn: () => api.deleteProvider(provider.name),
    onSuccess: refresh,
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
      {editing && <KeyDialog provider={provider} onClose={() => setEditing(false)} />}
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
