import { useInfiniteQuery } from '@tanstack/react-query';
import type { ApiKey, CreatedApiKey } from '@parley/contract';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { RequestFailed } from '../api/problem.ts';
import { apiKeysQuery } from '../api/queries.ts';
import { API_BASE } from '../api/request.ts';
import { Button } from '../ui/button.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { Empty, Failed, Notice, SkeletonRows } from '../ui/states.tsx';
import { Revoke, Rotate, Secret } from './api-keys/key-actions.tsx';
import { KeyDialog } from './api-keys/key-dialog.tsx';
import { COLUMNS, KeyRow, type KeyAction } from './api-keys/key-row.tsx';

type Open = { kind: 'new' } | { kind: 'secret'; created: CreatedApiKey; rotated: boolean } | { kind: KeyAction; item: ApiKey } | null;

function Floating({ open, show }: { open: Open; show: (next: Open) => void }) {
  const close = (): void => show(null);
  const created = (key: CreatedApiKey): void => show({ kind: 'secret', created: key, rotated: false });
  if (open === null) return null;
  switch (open.kind) {
    case 'new':
      return <KeyDialog item={null} onClose={close} onCreated={created} />;
    case 'edit':
      return <KeyDialog item={open.item} onClose={close} onCreated={created} />;
    case 'rotate':
      return <Rotate item={open.item} onClose={close} onRotated={(key) => show({ kind: 'secret', created: key, rotated: true })} />;
    case 'revoke':
      return <Revoke item={open.item} onClose={close} />;
    case 'secret':
      return <Secret created={open.created} rotated={open.rotated} onClose={close} />;
    default:
      return open satisfies never;
  }
}

const Head = () => (
  <div aria-hidden className={`${COLUMNS} h-9 border-b border-line text-xs font-medium text-muted`}>
    <span>Name</span>
    <span className="max-lg:hidden">Key</span>
    <span className="max-md:hidden">May</span>
    <span className="max-lg:hidden">Expires</span>
    <span className="max-lg:hidden">Last used</span>
  </div>
);

const Usage = () => (
  <Notice tone="neutral">
    Send the key as <code className="font-mono text-xs">Authorization: Bearer …</code> to{' '}
    <code className="font-mono text-xs">{location.origin + API_BASE}</code>. What it can do there is in the{' '}
    <a href="/api/docs" target="_blank" rel="noreferrer" className="text-accent-text underline">
      API reference
    </a>
    .
  </Notice>
);

export function ApiKeysPage() {
  const list = useInfiniteQuery(apiKeysQuery);
  const { error, hasNextPage } = list;
  const items = list.data?.pages.flatMap((page) => page.items);
  const [open, setOpen] = useState<Open>(null);
  const forbidden = error instanceof RequestFailed && error.status === 403;
  const add = (
    <Button look="primary" onClick={() => setOpen({ kind: 'new' })}>
      <Plus aria-hidden className="size-4" /> New API key
    </Button>
  );
  return (
    <Page title="API keys" note={items && `${items.length}${hasNextPage ? '+' : ''}`} actions={forbidden ? undefined : add}>
      <Panel>
        {!forbidden && <Head />}
        {forbidden && <Empty title="Owners and admins manage API keys">Ask one of them for a key, or for the role.</Empty>}
        {error !== null && !forbidden && (
          <Failed what="The API keys could not be loaded." error={error} retry={() => void list.refetch()} />
        )}
        {items === undefined && error === null && <SkeletonRows rows={3} label="Loading API keys" />}
        {items?.length === 0 && (
          <Empty title="No API keys yet" action={add}>
            A key lets your own server make and read calls. Send it as a bearer token to this server&apos;s API.
          </Empty>
        )}
        <ul className="divide-y divide-line" aria-label="API keys">
          {items?.map((item) => (
            <KeyRow key={item.id} item={item} onAction={(kind) => setOpen({ kind, item })} />
          ))}
        </ul>
        <LoadMore what="keys" list={list} />
      </Panel>
      {items !== undefined && items.length > 0 && <Usage />}
      <Floating open={open} show={setOpen} />
    </Page>
  );
}
