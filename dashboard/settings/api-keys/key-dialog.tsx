import { useMutation } from '@tanstack/react-query';
import type { ApiKey, CreatedApiKey } from '@parley/contract';
import { useWatch } from 'react-hook-form';
import { toast } from 'sonner';
import * as api from '../../api/generated/operations.ts';
import { exactTime } from '../../format/format.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { SelectField, TextArea, TextField } from '../../ui/form.tsx';
import { useSentForm, type SentForm } from '../../ui/sent-form.ts';
import { bodyOf, changeOf, EXPIRIES, formOf, keySchema, problemsFrom, type KeyForm } from './key-form.ts';
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

type Fields = SentForm<KeyForm, KeyForm>;

function ExpiryFields({ item, form }: { item: ApiKey | null; form: Fields }) {
  const expiry = useWatch({ control: form.control, name: 'expiry' });
  return (
    <>
      <SelectField label="Expires" {...form.field('expiry', { deps: ['day'] })}>
        {item !== null && item.expires_at !== null && <option value="kept">{exactTime(item.expires_at)}</option>}
        {Object.entries(EXPIRIES).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </SelectField>
      {expiry === 'on' && <TextField label="Last day" type="date" {...form.field('day')} hint="It works to the end of this day." />}
    </>
  );
}

const LimitFields = ({ form: { field } }: { form: Fields }) => (
  <>
    <TextArea
      label="Allowed IP addresses"
      hint="Addresses or networks such as 203.0.113.0/24, one a line. Empty: any address."
      className="font-mono text-xs!"
      rows={2}
      spellCheck={false}
      {...field('addresses')}
    />
    <TextField
      label="Requests per minute"
      inputMode="numeric"
      autoComplete="off"
      {...field('perMinute')}
      hint="Empty: as this installation is set up. Heavier requests count as several."
    />
  </>
);

const SCHEMA = keySchema(Date.now);

export function KeyDialog(props: KeyDialogProps) {
  const { item, onClose } = props;
  const save = useSave(props);
  const form = useSentForm({ schema: SCHEMA, opened: formOf(item), problemsFrom, save });
  return (
    <FormDialog
      title={item === null ? 'New API key' : `Change ${item.name}`}
      button={item === null ? 'Create API key' : 'Change API key'}
      pending={save.isPending}
      form={form}
      onClose={onClose}
    >
      <TextField
        label="Name"
        {...form.field('name')}
        maxLength={128}
        autoComplete="off"
        autoFocus
        placeholder="Website"
        hint="Where the key will be used."
      />
      <ScopeFields form={form} />
      <ExpiryFields item={item} form={form} />
      <LimitFields form={form} />
    </FormDialog>
  );
}
