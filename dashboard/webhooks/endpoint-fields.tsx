import { Plus, Trash2 } from 'lucide-react';
import { useFieldArray, useWatch } from 'react-hook-form';
import { Button } from '../ui/button.tsx';
import { CheckField, TextField } from '../ui/form.tsx';
import type { WebhookFields } from './webhook-form.ts';

export const EndpointFields = ({ form: { field } }: { form: WebhookFields }) => (
  <>
    <TextField
      label="Endpoint URL"
      type="url"
      inputMode="url"
      autoComplete="off"
      placeholder="https://example.com/hooks/parley"
      {...field('url')}
      maxLength={2_048}
      hint="Events are posted here as JSON. Any answer from 200 to 299 means that it arrived; redirects are not followed."
    />
    <TextField label="Description" autoComplete="off" {...field('description')} maxLength={256} />
  </>
);

function Header({ form: { register, field }, at, remove }: { form: WebhookFields; at: number; remove: () => void }) {
  const { error, ...name } = field(`headers.${at}.name`);
  return (
    <li>
      <div className="grid grid-cols-[1fr_1.4fr_auto] items-center gap-2">
        <input
          className="field"
          aria-label={`Name of header ${at + 1}`}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? undefined : `header-${at}-problem`}
          placeholder="X-Api-Key"
          spellCheck={false}
          {...name}
        />
        <input
          className="field"
          aria-label={`Value of header ${at + 1}`}
          autoComplete="off"
          spellCheck={false}
          {...register(`headers.${at}.value`, { deps: [`headers.${at}.name`] })}
        />
        <Button look="quiet" size="icon" aria-label={`Remove header ${at + 1}`} onClick={remove}>
          <Trash2 aria-hidden className="size-3.5" />
        </Button>
      </div>
      {error !== undefined && (
        <p id={`header-${at}-problem`} className="pt-1 text-xs text-red">
          {error}
        </p>
      )}
    </li>
  );
}

/** Values are kept encrypted: those that are there are named, and replaced together or not at all. */
export function HeaderFields({ form, kept }: { form: WebhookFields; kept: readonly string[] }) {
  const { control, problem, setValue } = form;
  const areKept = useWatch({ control, name: 'headersKept' });
  const { fields, append, remove, replace } = useFieldArray({ control, name: 'headers' });
  const keep = (next: boolean): void => {
    setValue('headersKept', next);
    replace(next ? [] : kept.map((name) => ({ name, value: '' })));
  };
  const wrong = problem('headers');
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-xs font-medium text-soft">Own headers</legend>
      {areKept ? (
        <>
          <p>
            <code className="font-mono text-xs">{kept.join(', ')}</code> <span className="text-muted">(values hidden)</span>
          </p>
          <div>
            <Button size="small" onClick={() => keep(false)}>
              Replace headers
            </Button>
          </div>
        </>
      ) : (
        <>
          <ul className="flex flex-col gap-2">
            {fields.map(({ id }, at) => (
              <Header key={id} form={form} at={at} remove={() => remove(at)} />
            ))}
          </ul>
          <p className="text-xs text-muted">Sent with every event, such as a key for a gateway. Kept encrypted, and not shown again.</p>
          {wrong !== undefined && <p className="text-xs text-red">{wrong}</p>}
          <div className="flex gap-2">
            <Button size="small" onClick={() => append({ name: '', value: '' }, { shouldFocus: false })}>
              <Plus aria-hidden className="size-3.5" /> Add header
            </Button>
            {kept.length > 0 && (
              <Button size="small" look="quiet" onClick={() => keep(true)}>
                Keep those that are there
              </Button>
            )}
          </div>
        </>
      )}
    </fieldset>
  );
}

export const DeliveryFields = ({ form: { field, register } }: { form: WebhookFields }) => (
  <>
    <TextField
      label="Time limit, in seconds"
      inputMode="decimal"
      autoComplete="off"
      {...field('timeoutSeconds')}
      hint="How long an attempt may take: 1 to 30 seconds."
    />
    <CheckField
      label="Sign as Retell does, too"
      note={
        <>
          For receivers that verify <code className="font-mono">x-retell-signature</code>; the secret is its key.
        </>
      }
      {...register('retellSignature')}
    />
  </>
);
