import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { CheckField, TextField } from '../ui/form.tsx';
import type { HeaderRow, Problems, WebhookForm } from './webhook-form.ts';

interface FieldsProps {
  form: WebhookForm;
  problems: Problems;
  change: (part: Partial<WebhookForm>) => void;
}

export const EndpointFields = ({ form, problems, change }: FieldsProps) => (
  <>
    <TextField
      label="Endpoint URL"
      type="url"
      inputMode="url"
      autoComplete="off"
      placeholder="https://example.com/hooks/parley"
      value={form.url}
      onChange={(event) => change({ url: event.target.value })}
      maxLength={2_048}
      hint="Events are posted here as JSON. Any answer from 200 to 299 means that it arrived; redirects are not followed."
      error={problems.url}
    />
    <TextField
      label="Description"
      autoComplete="off"
      value={form.description}
      onChange={(event) => change({ description: event.target.value })}
      maxLength={256}
      error={problems.description}
    />
  </>
);

interface HeaderProps {
  row: HeaderRow;
  number: number;
  problem: string | undefined;
  change: (row: HeaderRow) => void;
  remove: () => void;
}

const Header = ({ row, number, problem, change, remove }: HeaderProps) => (
  <li>
    <div className="grid grid-cols-[1fr_1.4fr_auto] items-center gap-2">
      <input
        className="field"
        aria-label={`Name of header ${number}`}
        aria-invalid={problem !== undefined}
        placeholder="X-Api-Key"
        spellCheck={false}
        value={row.name}
        onChange={(event) => change({ ...row, name: event.target.value })}
      />
      <input
        className="field"
        aria-label={`Value of header ${number}`}
        autoComplete="off"
        spellCheck={false}
        value={row.value}
        onChange={(event) => change({ ...row, value: event.target.value })}
      />
      <Button look="quiet" size="icon" aria-label={`Remove header ${number}`} onClick={remove}>
        <Trash2 aria-hidden className="size-3.5" />
      </Button>
    </div>
    {problem !== undefined && <p className="pt-1 text-xs text-red">{problem}</p>}
  </li>
);

/** Values are kept encrypted: those that are there are named, and replaced together or not at all. */
export function HeaderFields({ form: { headers }, kept, problems, change }: FieldsProps & { kept: readonly string[] }) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-xs font-medium text-soft">Own headers</legend>
      {headers === 'kept' ? (
        <>
          <p>
            <code className="font-mono text-xs">{kept.join(', ')}</code> <span className="text-muted">(values hidden)</span>
          </p>
          <div>
            <Button size="small" onClick={() => change({ headers: kept.map((name) => ({ name, value: '' })) })}>
              Replace headers
            </Button>
          </div>
        </>
      ) : (
        <>
          <ul className="flex flex-col gap-2">
            {headers.map((row, index) => (
              <Header
                key={index}
                row={row}
                number={index + 1}
                problem={problems[`header ${index}`]}
                change={(next) => change({ headers: headers.with(index, next) })}
                remove={() => change({ headers: headers.toSpliced(index, 1) })}
              />
            ))}
          </ul>
          <p className="text-xs text-muted">Sent with every event, such as a key for a gateway. Kept encrypted, and not shown again.</p>
          {problems.headers !== undefined && <p className="text-xs text-red">{problems.headers}</p>}
          <div className="flex gap-2">
            <Button size="small" onClick={() => change({ headers: [...headers, { name: '', value: '' }] })}>
              <Plus aria-hidden className="size-3.5" /> Add header
            </Button>
            {kept.length > 0 && (
              <Button size="small" look="quiet" onClick={() => change({ headers: 'kept' })}>
                Keep those that are there
              </Button>
            )}
          </div>
        </>
      )}
    </fieldset>
  );
}

export const DeliveryFields = ({ form, problems, change }: FieldsProps) => (
  <>
    <TextField
      label="Time limit, in seconds"
      inputMode="decimal"
      autoComplete="off"
      value={form.timeoutSeconds}
      onChange={(event) => change({ timeoutSeconds: event.target.value })}
      hint="How long an attempt may take: 1 to 30 seconds."
      error={problems.timeout}
    />
    <CheckField
      label="Sign as Retell does, too"
      note={
        <>
          For receivers that verify <code className="font-mono">x-retell-signature</code>; the secret is its key.
        </>
      }
      checked={form.retellSignature}
      onChange={() => change({ retellSignature: !form.retellSignature })}
    />
  </>
);
