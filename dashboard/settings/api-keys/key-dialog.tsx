import { useMutation } from '@tanstack/react-query';
import type { ApiKey, CreatedApiKey } from '@parley/contract';
import { toast } from 'sonner';
import * as api from '../../api/generated/operations.ts';
import { messageOf } from '../../api/problem.ts';
import { exactTime } from '../../format/format.ts';
import { Button } from '../../ui/button.tsx';
import { useCheckedForm } from '../../ui/checked-form.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, SelectField, TextField } from '../../ui/form.tsx';
import { Notice } from '../../ui/states.tsx';
import { bodyOf, changeOf, EXPIRIES, formOf, problemsFrom, problemsOf, type Expiry, type KeyForm, type Problems } from './key-form.ts';
import { refreshKeys } from './refresh-keys.ts';
import { ScopeFields } from './scope-fields.tsx';

interface KeyDialogProps {
  /** The key to change; null makes a new one. */
  item: ApiKey | null;
  onClose: () => void;
  onCreated: (created: CreatedApiKey) => void;
}

function useSave({ item, onClose, onCreated }: KeyDialogProps) {
  return useMutation({
    mutationFn: async (form: KeyForm): Promise<CreatedApiKey | null> => {
      if (item === null) return api.createApiKey(bodyOf(form, Date.now()));
      await api.updateApiKey(item.id, changeOf(form, Date.now()));
      return null;
    },
    onSuccess: async (created, form) => {
      await refreshKeys();
      if (created !== null) return onCreated(created);
      onClose();
      toast.success(`${form.name.trim()} is changed`, { description: 'It holds from the next request on.' });
    },
  });
}

interface FieldsProps {
  item: ApiKey | null;
  form: KeyForm;
  problems: Problems;
  change: (part: Partial<KeyForm>) => void;
}

function ExpiryFields({ item, form, problems, change }: FieldsProps) {
  const dayIsWrong = form.expiry === 'on' ? problems.expiry : undefined;
  return (
    <>
      <SelectField
        label="Expires"
        value={form.expiry}
        onChange={(event) => change({ expiry: event.target.value as Expiry | 'kept' })}
        error={form.expiry === 'on' ? undefined : problems.expiry}
      >
        {item !== null && item.expires_at !== null && <option value="kept">{exactTime(item.expires_at)}</option>}
        {Object.entries(EXPIRIES).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </SelectField>
      {form.expiry === 'on' && (
        <TextField
          label="Last day"
          type="date"
          value={form.day}
          onChange={(event) => change({ day: event.target.value })}
          error={dayIsWrong}
          hint="It works to the end of this day."
        />
      )}
    </>
  );
}

const LimitFields = ({ form, problems, change }: FieldsProps) => (
  <>
    <Field
      label="Allowed IP addresses"
      hint="Addresses or networks such as 203.0.113.0/24, one a line. Empty: any address."
      error={problems.addresses}
    >
      {(control) => (
        <textarea
          {...control}
          className="field font-mono text-xs!"
          rows={2}
          spellCheck={false}
          value={form.addresses}
          onChange={(event) => change({ addresses: event.target.value })}
        />
      )}
    </Field>
    <TextField
      label="Requests per minute"
      inputMode="numeric"
      autoComplete="off"
      value={form.perMinute}
      onChange={(event) => change({ perMinute: event.target.value })}
      hint="Empty: as this installation is set up. Heavier requests count as several."
      error={problems.perMinute}
    />
  </>
);

export function KeyDialog(props: KeyDialogProps) {
  const { item, onClose } = props;
  const save = useSave(props);
  const { submit, failure, ...fields } = useCheckedForm({
    opened: () => formOf(item),
    problemsOf: (form: KeyForm) => problemsOf(form, Date.now()),
    problemsFrom,
    save,
  });
  const { form, problems, change } = fields;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={item === null ? 'New API key' : `Change ${item.name}`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="api-key" look="primary" aria-disabled={save.isPending}>
            {item === null ? 'Create API key' : 'Change API key'}
          </Button>
        </>
      }
    >
      <form id="api-key" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {failure !== null && <Notice tone="red">{messageOf(failure)}</Notice>}
        <TextField
          label="Name"
          value={form.name}
          onChange={(event) => change({ name: event.target.value })}
          maxLength={128}
          autoComplete="off"
          autoFocus
          placeholder="Website"
          hint="Where the key will be used."
          error={problems.name}
        />
        <ScopeFields preset={form.preset} levels={form.levels} problem={problems.scopes} onChange={change} />
        <ExpiryFields item={item} {...fields} />
        <LimitFields item={item} {...fields} />
      </form>
    </Dialog>
  );
}
