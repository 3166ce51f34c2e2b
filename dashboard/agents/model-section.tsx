import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { LlmSettings } from '@parley/contract';
import { providersQuery } from '../api/queries.ts';
import { Field, SelectField, TextField } from '../ui/form.tsx';
import { Notice } from '../ui/states.tsx';
import { Section } from './section.tsx';
import { useFieldError, useSetting } from './use-draft.ts';

const NAMES = { embedded: 'Embedded', openai: 'OpenAI', openai_compatible: 'OpenAI-compatible endpoint' } as const satisfies Record<
  LlmSettings['provider'],
  string
>;

function RemoteModel({ llm, setLlm, models }: { llm: LlmSettings; setLlm: (llm: LlmSettings) => void; models: readonly string[] }) {
  const temperature = llm.temperature ?? 1;
  const { max_output_tokens: limit, ...withoutLimit } = llm;
  return (
    <>
      <TextField
        label="Model"
        value={llm.model}
        onChange={(event) => setLlm({ ...llm, model: event.target.value })}
        list="models"
        error={useFieldError('/llm/model')}
      />
      <datalist id="models">
        {models.map((model) => (
          <option key={model} value={model} />
        ))}
      </datalist>
      <Field
        label={`Temperature: ${llm.temperature === undefined ? 'model default' : temperature.toFixed(1)}`}
        hint="Lower is more predictable."
      >
        {(control) => (
          <input
            {...control}
            type="range"
            min={0}
            max={2}
            step={0.1}
            value={temperature}
            onChange={(event) => setLlm({ ...llm, temperature: Number(event.target.value) })}
            className="touch w-full accent-accent"
          />
        )}
      </Field>
      <TextField
        label="Longest answer (tokens)"
        type="number"
        min={1}
        value={limit ?? ''}
        placeholder="Model default"
        onChange={(event) => setLlm(event.target.value === '' ? withoutLimit : { ...llm, max_output_tokens: Number(event.target.value) })}
        error={useFieldError('/llm/max_output_tokens')}
      />
    </>
  );
}

export function ModelSection() {
  const [llm, setLlm] = useSetting('llm');
  const { data } = useQuery(providersQuery);
  const provider = data?.items.find(({ name }) => name === llm.provider);
  const choose = (name: LlmSettings['provider']): void => {
    const models = data?.items.find((one) => one.name === name)?.models;
    setLlm({ provider: name, model: name === 'embedded' ? 'dialogue-rules' : (models?.[0] ?? 'gpt-4.1-mini') });
  };
  return (
    <Section title="Model">
      <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
        <SelectField
          label="Provider"
          value={llm.provider}
          onChange={(event) => choose(event.target.value as LlmSettings['provider'])}
          error={useFieldError('/llm/provider')}
        >
          {Object.entries(NAMES).map(([name, shown]) => (
            <option key={name} value={name}>
              {shown}
            </option>
          ))}
        </SelectField>
        {llm.provider !== 'embedded' && <RemoteModel llm={llm} setLlm={setLlm} models={provider?.models ?? []} />}
      </div>
      {llm.provider === 'embedded' && (
        <Notice tone="neutral">
          The embedded model follows rules, it is not a language model. It answers from the prompt&apos;s Q/A lines, follows its intents and
          slots, and politely declines the rest. It needs no key and no network, and the same words always get the same answer.
        </Notice>
      )}
      {provider !== undefined && provider.state !== 'ready' && (
        <Notice tone="amber">
          {provider.message}{' '}
          <Link to="/settings/providers" className="font-medium underline">
            Open providers
          </Link>
        </Notice>
      )}
    </Section>
  );
}
