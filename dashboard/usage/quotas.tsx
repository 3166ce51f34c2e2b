import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import type { ApiKey, Quota, QuotaNotice } from '@parley/contract';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { apiKeysQuery, quotasQuery } from '../api/queries.ts';
import { useMayManage } from '../settings/use-may-manage.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { cn } from '../ui/cn.ts';
import { LoadMore } from '../ui/load-more.tsx';
import { Panel } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { QuotaDialog, refreshQuotas } from './quota-dialog.tsx';
import { noticeInWords, percentUsed, quotaName, resetInWords, STATES, usedInWords } from './quota-words.ts';

/** Whom a quota limits; a key that is not among the known ones by its id. */
const limitedBy = ({ api_key_id }: Quota, keys: readonly ApiKey[]): string =>
  api_key_id === null ? 'The whole organization' : `Key ${keys.find(({ id }) => id === api_key_id)?.name ?? `…${api_key_id.slice(-5)}`}`;

function Bar({ quota, label }: { quota: Quota; label: string }) {
  const percent = percentUsed(quota);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.min(100, percent)}
      aria-valuetext={usedInWords(quota)}
      className="relative h-2 overflow-hidden rounded-full bg-pressed"
    >
      <div className={cn('h-full', STATES[quota.state].fill)} style={{ width: `${Math.min(100, percent)}%` }} />
      <div
        title={`Warns at ${quota.warn_percent} %`}
        className="absolute inset-y-0 w-px bg-ink"
        style={{ left: `${quota.warn_percent}%` }}
      />
    </div>
  );
}

interface RowProps {
  quota: Quota;
  who: string;
  mayManage: boolean;
  onEdit: () => void;
  onDelete: () => void;
}

function Row({ quota, who, mayManage, onEdit, onDelete }: RowProps) {
  const name = quotaName(quota);
  const { word, tone } = STATES[quota.state];
  return (
    <li className="grid grid-cols-[minmax(0,1.2fr)_minmax(0,1.6fr)_auto] items-center gap-x-6 gap-y-2 px-4 py-3 max-md:grid-cols-[minmax(0,1fr)]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {name} <Pill tone={tone}>{word}</Pill>
        </p>
        <p className="truncate text-xs text-muted">{who}</p>
      </div>
      <div className="flex min-w-0 flex-col gap-1">
        <p className="flex flex-wrap justify-between gap-x-3">
          <span>{usedInWords(quota)}</span>
          <span className="text-muted">{percentUsed(quota).toLocaleString('en-US')} %</span>
        </p>
        <Bar quota={quota} label={`${name}, ${who}`} />
        <p className="text-xs text-muted">{resetInWords(quota)}</p>
      </div>
      {mayManage && (
        <div className="flex gap-2">
          <Button size="small" onClick={onEdit} aria-label={`Change the quota on ${name}, ${who}`}>
            Change
          </Button>
          <Button size="small" look="danger" onClick={onDelete} aria-label={`Delete the quota on ${name}, ${who}`}>
            Delete
          </Button>
        </div>
      )}
    </li>
  );
}

function DeleteQuota({ quota, who, onClose }: { quota: Quota; who: string; onClose: () => void }) {
  const remove = useMutation({
    mutationFn: () => api.deleteQuota(quota.id),
    onSuccess: async () => {
      await refreshQuotas();
      onClose();
      toast(`The quota on ${quotaName(quota)} is deleted`);
    },
    onError: (error) => toast.error('The quota was not deleted', { description: messageOf(error) }),
  });
  return (
    <ConfirmDialog
      title={`Delete the quota on ${quotaName(quota)}`}
      description={`${who} may then use as much as it likes.`}
      button="Delete quota"
      action={remove}
      onClose={onClose}
    />
  );
}

export const Notices = ({ notices }: { notices: readonly QuotaNotice[] }) =>
  notices.length === 0 ? null : (
    <section aria-labelledby="notices" className="flex flex-col gap-2">
      <h3 id="notices" className="font-medium">
        Notices of these days
      </h3>
      <Panel>
        <ul className="max-h-[280px] divide-y divide-line overflow-y-auto">
          {notices.map((notice) => (
            <li
              key={`${notice.quota_id} ${notice.level} ${notice.period_start}`}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2"
            >
              <Pill tone={notice.level === 'exceeded' ? 'red' : 'amber'}>{notice.level === 'exceeded' ? 'used up' : 'warning'}</Pill>
              <span className="min-w-0 flex-1">{noticeInWords(notice)}</span>
              <span className="text-muted">
                <Time at={notice.created_at} />
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    </section>
  );

type Open = { kind: 'edit'; quota: Quota | null } | { kind: 'delete'; quota: Quota } | null;

export function Quotas() {
  const mayManage = useMayManage();
  const list = useInfiniteQuery(quotasQuery);
  const keys = useInfiniteQuery({ ...apiKeysQuery, enabled: mayManage }).data?.pages.flatMap(({ items }) => items) ?? [];
  const [open, setOpen] = useState<Open>(null);
  const quotas = list.data?.pages.flatMap(({ items }) => items);
  const close = (): void => setOpen(null);
  const add = mayManage ? (
    <Button onClick={() => setOpen({ kind: 'edit', quota: null })}>
      <Plus aria-hidden className="size-4" /> New quota
    </Button>
  ) : undefined;
  return (
    <section aria-labelledby="quotas" className="flex flex-col gap-2">
      <header className="flex items-center gap-3 pt-2">
        <h2 id="quotas" className="flex-1 text-lg font-semibold">
          Quotas
        </h2>
        {quotas !== undefined && quotas.length > 0 && add}
      </header>
      <Panel>
        {list.error !== null && <Failed what="The quotas could not be loaded." error={list.error} retry={() => void list.refetch()} />}
        {quotas === undefined && list.error === null && <SkeletonRows rows={2} label="Loading quotas" />}
        {quotas?.length === 0 && (
          <Empty title="No quotas" action={add}>
            A quota warns when most of it is used and refuses what goes beyond it, for the organization or for one API key.
            {!mayManage && ' Owners and admins set them.'}
          </Empty>
        )}
        <ul className="divide-y divide-line" aria-label="Quotas">
          {quotas?.map((quota) => (
            <Row
              key={quota.id}
              quota={quota}
              who={limitedBy(quota, keys)}
              mayManage={mayManage}
              onEdit={() => setOpen({ kind: 'edit', quota })}
              onDelete={() => setOpen({ kind: 'delete', quota })}
            />
          ))}
        </ul>
        <LoadMore what="quotas" list={list} />
      </Panel>
      {open?.kind === 'edit' && <QuotaDialog quota={open.quota} onClose={close} />}
      {open?.kind === 'delete' && <DeleteQuota quota={open.quota} who={limitedBy(open.quota, keys)} onClose={close} />}
    </section>
  );
}
