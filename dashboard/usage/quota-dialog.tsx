import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import type { Quota, UsageMetric } from '@parley/contract';
import { useWatch } from 'react-hook-form';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { apiKeysQuery, queryClient } from '../api/queries.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { SelectField, TextField } from '../ui/form.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { useSentForm, type SentForm } from '../ui/sent-form.ts';
import { METRIC_NAMES, METRICS } from './metrics.ts';
import { bodyOf, formOf, problemsFrom, QUOTA_SCHEMA, type QuotaForm } from './quota-form.ts';
import { quotaName } from './quota-words.ts';

export const refreshQuotas = (): Promise<unknown> =>
  Promise.all([queryClient.invalidateQueries({ queryKey: ['quotas'] }), queryClient.invalidateQueries({ queryKey: ['usage'] })]);

function useSave(quota: Quota | null, onClose: () => void) {
  return useMutation({
    mutationFn: (form: QuotaForm) => {
      const { limit, warn_percent, ...what } = bodyOf(form);
      return quota === null ? api.createQuota({ ...what, limit, warn_percent }) : api.updateQuota(quota.id, { limit, warn_percent });
    },
    onSuccess: async (saved) => {
      await refreshQuotas();
      onClose();
      toast.success(quota === null ? 'The quota is set' : 'The quota is changed', { description: quotaName(saved) });
    },
  });
}

type Fields = SentForm<QuotaForm, QuotaForm>;

/** Whom a new quota limits. */
function KeyField({ field }: Pick<Fields, 'field'>) {
  const keys = useInfiniteQuery(apiKeysQuery);
  return (
    <div>
      <SelectField label="Limits" {...field('key')}>
        <option value="">The whole organization</option>
        {keys.data?.pages
          .flatMap(({ items }) => items)
          .map(({ id, name, last_four }) => (
            <option key={id} value={id}>
              Key {name} (…{last_four})
            </option>
          ))}
      </SelectField>
      <LoadMore what="keys" list={keys} />
    </div>
  );
}

/** What can be chosen once, when the quota is made. */
const What = ({ metric, field }: { metric: UsageMetric } & Pick<Fields, 'field'>) => (
  <>
    <SelectField label="Of what" {...field('metric', { deps: ['limit'] })}>
      {METRIC_NAMES.map((name) => (
        <option key={name} value={name}>
          {METRICS[name].name}
        </option>
      ))}
    </SelectField>
    {metric !== 'concurrent_calls' && (
      <SelectField label="In" {...field('period')} hint="Calendar days and months, in UTC.">
        <option value="month">A month</option>
        <option value="day">A day</option>
      </SelectField>
    )}
    <KeyField field={field} />
  </>
);

const limitHint = (metric: UsageMetric): string =>
  metric === 'concurrent_calls'
    ? 'How many may go on at once.'
    : 'Beyond it, calls, messages or requests are refused. Calls that go on are not cut off.';

/** `quota`: the one to change; null makes a new one. */
export function QuotaDialog({ quota, onClose }: { quota: Quota | null; onClose: () => void }) {
  const save = useSave(quota, onClose);
  const form = useSentForm({ schema: QUOTA_SCHEMA, opened: formOf(quota), problemsFrom, save });
  const metric = useWatch({ control: form.control, name: 'metric' });
  return (
    <FormDialog
      title={quota === null ? 'New quota' : `Quota on ${quotaName(quota)}`}
      button={quota === null ? 'Set quota' : 'Change quota'}
      pending={save.isPending}
      form={form}
      onClose={onClose}
    >
      {quota === null && <What metric={metric} field={form.field} />}
      <TextField
        label={`Limit, in ${METRICS[metric].unit}`}
        inputMode="decimal"
        required
        autoComplete="off"
        {...form.field('limit')}
        hint={limitHint(metric)}
      />
      <TextField label="Warn at, in percent of the limit" type="number" min={1} max={100} required {...form.field('warn')} />
    </FormDialog>
  );
}
