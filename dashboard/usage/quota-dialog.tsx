import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import type { Quota, QuotaPeriod, UsageMetric } from '@parley/contract';
import { useState, type FormEvent } from 'react';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf, RequestFailed } from '../api/problem.ts';
import { apiKeysQuery, queryClient } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/form.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { Notice } from '../ui/states.tsx';
import { textIn } from '../ui/form-text.ts';
import { amountOf, METRIC_NAMES, METRICS, typedAmount } from './metrics.ts';
import { PERIODS, quotaName } from './quota-words.ts';

export const refreshQuotas = (): Promise<unknown> =>
  Promise.all([queryClient.invalidateQueries({ queryKey: ['quotas'] }), queryClient.invalidateQueries({ queryKey: ['usage'] })]);

interface QuotaForm {
  limit: number;
  warn: number;
  metric: UsageMetric;
  period: QuotaPeriod;
  key: string | null;
}

function useSave(quota: Quota | null, onClose: () => void) {
  return useMutation({
    mutationFn: ({ limit, warn, metric, period, key }: QuotaForm) =>
      quota === null
        ? api.createQuota({ metric, period, limit, warn_percent: warn, api_key_id: key })
        : api.updateQuota(quota.id, { limit, warn_percent: warn }),
    onSuccess: async (saved) => {
      await refreshQuotas();
      onClose();
      toast.success(quota === null ? 'The quota is set' : 'The quota is changed', { description: quotaName(saved) });
    },
  });
}

/** Whom a new quota limits. */
function KeyField({ error }: { error: string | undefined }) {
  const keys = useInfiniteQuery(apiKeysQuery);
  return (
    <div>
      <SelectField label="Limits" name="key" error={error}>
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

interface WhatProps {
  metric: UsageMetric;
  onMetric: (metric: UsageMetric) => void;
  keyError: string | undefined;
}

/** What can be chosen once, when the quota is made. */
const What = ({ metric, onMetric, keyError }: WhatProps) => (
  <>
    <SelectField label="Of what" name="metric" value={metric} onChange={(event) => onMetric(event.target.value as UsageMetric)}>
      {METRIC_NAMES.map((name) => (
        <option key={name} value={name}>
          {METRICS[name].name}
        </option>
      ))}
    </SelectField>
    {metric !== 'concurrent_calls' && (
      <SelectField label="In" name="period" defaultValue="month" hint="Calendar days and months, in UTC.">
        <option value="month">A month</option>
        <option value="day">A day</option>
      </SelectField>
    )}
    <KeyField error={keyError} />
  </>
);

const limitHint = (metric: UsageMetric): string =>
  metric === 'concurrent_calls'
    ? 'How many may go on at once.'
    : 'Beyond it, calls, messages or requests are refused. Calls that go on are not cut off.';

/** `quota`: the one to change; null makes a new one. */
export function QuotaDialog({ quota, onClose }: { quota: Quota | null; onClose: () => void }) {
  const [metric, setMetric] = useState<UsageMetric>(quota?.metric ?? 'requests');
  const [limitError, setLimitError] = useState<string>();
  const save = useSave(quota, onClose);
  const fields = save.error instanceof RequestFailed ? save.error.fields : {};
  const { unit, per } = METRICS[metric];
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const limit = amountOf(metric, textIn(form, 'limit'));
    setLimitError(limit === undefined ? `Give a ${per === 1 ? 'whole number' : 'number'} of ${unit}, such as 1000.` : undefined);
    if (limit === undefined) return;
    const key = textIn(form, 'key');
    const period = Object.keys(PERIODS).find((each): each is QuotaPeriod => each === textIn(form, 'period')) ?? 'month';
    save.mutate({ limit, warn: Number(textIn(form, 'warn')), metric, period, key: key === '' ? null : key });
  };
  const unplaced = save.error !== null && Object.keys(fields).length === 0;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={quota === null ? 'New quota' : `Quota on ${quotaName(quota)}`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="quota" look="primary" aria-disabled={save.isPending}>
            {quota === null ? 'Set quota' : 'Change quota'}
          </Button>
        </>
      }
    >
      <form id="quota" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {unplaced && <Notice tone="red">{messageOf(save.error)}</Notice>}
        {quota === null && <What metric={metric} onMetric={setMetric} keyError={fields['/api_key_id']} />}
        <TextField
          label={`Limit, in ${unit}`}
          name="limit"
          inputMode="decimal"
          required
          autoComplete="off"
          defaultValue={quota === null ? '' : typedAmount(metric, quota.limit)}
          hint={limitHint(metric)}
          error={limitError ?? fields['/limit']}
        />
        <TextField
          label="Warn at, in percent of the limit"
          name="warn"
          type="number"
          min={1}
          max={100}
          required
          defaultValue={quota?.warn_percent ?? 80}
          error={fields['/warn_percent']}
        />
      </form>
    </Dialog>
  );
}
