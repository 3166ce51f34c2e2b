import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { CreatedWebhook, Webhook } from '@parley/contract';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { webhooksQuery } from '../api/queries.ts';
import { useMayManage } from '../settings/use-may-manage.ts';
import { useListKeys } from '../shell/list-keys.ts';
import { buttonStyle } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { LoadMore } from '../ui/load-more.tsx';
import { MenuItem, MenuLine, MoreMenu } from '../ui/menu.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx';
import { patternsInWords } from './event-types.ts';
import { RetryPlan } from './retry-plan.tsx';
import { RotateSecret, SecretDialog } from './secret-dialog.tsx';
import { DeleteWebhook, ReplayDialog, useSwitch } from './webhook-actions.tsx';
import { WebhookState } from './webhook-state.tsx';
import { WebhookTabs } from './webhook-tabs.tsx';

type Action = 'rotate' | 'replay' | 'delete';
type Open = { kind: 'secret'; created: CreatedWebhook } | { kind: Action; webhook: Webhook } | null;

function Floating({ open, show }: { open: Open; show: (next: Open) => void }) {
  const close = (): void => show(null);
  if (open === null) return null;
  switch (open.kind) {
    case 'rotate':
      return <RotateSecret webhook={open.webhook} onClose={close} onRotated={(created) => show({ kind: 'secret', created })} />;
    case 'replay':
      return <ReplayDialog webhook={open.webhook} onClose={close} />;
    case 'delete':
      return <DeleteWebhook webhook={open.webhook} onClose={close} />;
    case 'secret':
      return <SecretDialog created={open.created} rotated onClose={close} />;
    default:
      return open satisfies never;
  }
}

const COLUMNS =
  'grid grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)_200px_90px_40px] items-center gap-4 px-4 max-lg:grid-cols-[minmax(0,1fr)_auto_40px]';

const Head = () => (
  <div aria-hidden className={`${COLUMNS} h-9 border-b border-line text-xs font-medium text-muted`}>
    <span>Endpoint</span>
    <span className="max-lg:hidden">Events</span>
    <span>State</span>
    <span className="max-lg:hidden">Secret</span>
  </div>
);

function filterInWords({ events, agent_ids: agents, conditions }: Webhook): string {
  const parts = [
    patternsInWords(events),
    agents.length === 0 ? '' : agents.length === 1 ? 'one agent' : `${agents.length} agents`,
    conditions.length === 0 ? '' : conditions.length === 1 ? 'one condition' : `${conditions.length} conditions`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function RowMenu({ webhook, onAction }: { webhook: Webhook; onAction: (action: Action) => void }) {
  const navigate = useNavigate();
  const toggle = useSwitch();
  const mayManage = useMayManage();
  const params = { webhookId: webhook.id };
  return (
    <MoreMenu label={`Actions for ${webhook.url}`} look="quiet">
      <MenuItem onSelect={() => void navigate({ to: '/webhooks/deliveries', search: { webhook: webhook.id } })}>Show deliveries</MenuItem>
      {mayManage && (
        <>
          <MenuItem onSelect={() => void navigate({ to: '/webhooks/$webhookId/test', params })}>Send test event …</MenuItem>
          <MenuItem onSelect={() => void navigate({ to: '/webhooks/$webhookId', params })}>Change …</MenuItem>
          <MenuItem onSelect={() => onAction('rotate')}>Rotate secret …</MenuItem>
          {webhook.enabled && <MenuItem onSelect={() => onAction('replay')}>Send again …</MenuItem>}
          <MenuItem onSelect={() => toggle.mutate(webhook)}>{webhook.enabled ? 'Turn off' : 'Turn on'}</MenuItem>
          <MenuLine />
          <MenuItem danger onSelect={() => onAction('delete')}>
            Delete …
          </MenuItem>
        </>
      )}
    </MoreMenu>
  );
}

const Row = ({ webhook, active, onAction }: { webhook: Webhook; active: boolean; onAction: (action: Action) => void }) => (
  <li className={cn(COLUMNS, 'min-h-11 py-2', active && 'bg-hover')}>
    <span className="min-w-0">
      <Link to="/webhooks/$webhookId" params={{ webhookId: webhook.id }} className="block truncate font-medium hover:underline">
        {webhook.url}
      </Link>
      {webhook.description !== '' && <span className="block truncate text-xs text-muted">{webhook.description}</span>}
      <span className="block truncate text-xs text-soft lg:hidden">{filterInWords(webhook)}</span>
    </span>
    <span className="truncate text-soft max-lg:hidden" title={filterInWords(webhook)}>
      {filterInWords(webhook)}
    </span>
    <WebhookState webhook={webhook} />
    <code className="font-mono text-xs text-muted max-lg:hidden">…{webhook.secret_last_four}</code>
    <RowMenu webhook={webhook} onAction={onAction} />
  </li>
);

export function WebhooksPage() {
  const list = useInfiniteQuery(webhooksQuery);
  const navigate = useNavigate();
  const mayManage = useMayManage();
  const [open, setOpen] = useState<Open>(null);
  const { error } = list;
  const items = list.data?.pages.flatMap((page) => page.items);
  const active = useListKeys(items?.length ?? 0, (index) => {
    const webhook = items?.[index];
    if (webhook !== undefined) void navigate({ to: '/webhooks/$webhookId', params: { webhookId: webhook.id } });
  });
  const add = mayManage ? (
    <Link to="/webhooks/new" className={buttonStyle({ look: 'primary' })}>
      <Plus aria-hidden className="size-4" /> New webhook
    </Link>
  ) : undefined;
  return (
    <Page title="Webhooks" note={items && `${items.length}${list.hasNextPage ? '+' : ''}`} actions={add}>
      <WebhookTabs />
      <Panel>
        <Head />
        {error !== null && <Failed what="The webhooks could not be loaded." error={error} retry={() => void list.refetch()} />}
        {items === undefined && error === null && <SkeletonRows rows={3} label="Loading webhooks" />}
        {items?.length === 0 && (
          <Empty title="No webhooks yet" action={add}>
            A webhook tells your own system when a call begins or ends, when an agent is published, or when something fails: signed, tried
            again, and logged.
          </Empty>
        )}
        <ul className="divide-y divide-line" aria-label="Webhooks">
          {items?.map((webhook, index) => (
            <Row key={webhook.id} webhook={webhook} active={index === active} onAction={(kind) => setOpen({ kind, webhook })} />
          ))}
        </ul>
        <LoadMore what="webhooks" list={list} />
      </Panel>
      <RetryPlan />
      <Floating open={open} show={setOpen} />
    </Page>
  );
}
