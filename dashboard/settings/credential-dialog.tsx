import { useMutation } from '@tanstack/react-query';
import { ProviderCredential, type Provider } from '@parley/contract';
import { z } from 'zod';
import * as api from '../api/generated/operations.ts';
import { providersQuery, queryClient } from '../api/queries.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { TextField } from '../ui/form.tsx';
import { atNames, heldTo, textWithout } from '../ui/form-schema.ts';
import { useSentForm } from '../ui/sent-form.ts';

export const NAMES = { embedded: 'Embedded', openai: 'OpenAI', openai_compatible: 'OpenAI-compatible endpoint' } as const satisfies Record<
  Provider['name'],
  string
>;

export const refreshProviders = (): Promise<void> => queryClient.invalidateQueries({ queryKey: providersQuery.queryKey });

interface CredentialForm {
  key: string;
  url: string;
  /** Separated by commas. */
  models: string;
}

function bodyOf(form: CredentialForm): ProviderCredential {
  const key = form.key.trim();
  const url = form.url.trim();
  const models = form.models.split(/[\s,]+/).filter((model) => model !== '');
  return { ...(key === '' ? {} : { api_key: key }), ...(url === '' ? {} : { base_url: url }), ...(models.length === 0 ? {} : { models }) };
}

const problemsFrom = atNames({ api_key: 'key', base_url: 'url' });

const isCompatible = ({ name }: Provider): boolean => name === 'openai_compatible';

const schemaFor = (provider: Provider): z.ZodType<CredentialForm, CredentialForm> =>
  heldTo(
    z.object({
      key: z.string(),
      url: textWithout((text) => {
        const url = text.trim();
        const needed = isCompatible(provider) && provider.base_url === null;
        const valid = url === '' ? !needed : z.url({ protocol: /^https?$/ }).safeParse(url).success;
        return valid ? undefined : 'Give the whole address, such as https://api.example.com/v1.';
      }),
      models: z.string(),
    }),
    { body: bodyOf, contract: ProviderCredential, problemsFrom },
  );

function keyHint(provider: Provider): string | undefined {
  if (provider.key_last_four !== null) return `Leave empty to keep the one that ends in ${provider.key_last_four}.`;
  return isCompatible(provider) ? 'Leave empty where the endpoint needs none.' : undefined;
}

export function CredentialDialog({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const compatible = isCompatible(provider);
  const save = useMutation({
    mutationFn: (form: CredentialForm) => api.putProvider(provider.name, bodyOf(form)),
    onSuccess: async () => {
      await refreshProviders();
      onClose();
    },
  });
  const url = provider.source === 'organization' ? (provider.base_url ?? '') : '';
  const form = useSentForm({
    schema: schemaFor(provider),
    opened: { key: '', url, models: compatible ? provider.models.join(', ') : '' },
    problemsFrom,
    save,
  });
  return (
    <FormDialog
      title={NAMES[provider.name]}
      description="Kept encrypted; afterwards only the last four characters are shown."
      button={`Save ${NAMES[provider.name]}`}
      pending={save.isPending}
      form={form}
      onClose={onClose}
    >
      <TextField label="API key" type="password" autoComplete="off" hint={keyHint(provider)} {...form.field('key')} />
      <TextField
        label="Base URL"
        type="url"
        placeholder={compatible ? 'http://localhost:11434/v1' : 'https://api.openai.com/v1'}
        required={compatible && provider.base_url === null}
        {...form.field('url')}
      />
      {compatible && <TextField label="Models" hint="Names, separated by commas." {...form.field('models')} />}
    </FormDialog>
  );
}
