import { useMutation, useQuery } from '@tanstack/react-query';
import type { ApiKey, CreatedApiKey } from '@parley/contract';
import { Plus } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { toast } from 'sonner';
import { api } from '../api/client.ts';
import { messageOf } from '../api/problem.ts';
import { apiKeysQuery, queryClient } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-id.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/form.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { Empty, Failed, Notice, SkeletonRows } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { textIn } from '../ui/form-text.ts';

const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: apiKeysQuery.queryKey });

function Secret({ created, onClose }: { created: CreatedApiKey; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`${created.name} is created`}
      description="Copy the key now. It is not shown again."
      actions={
        <>
          <CopyButton text={created.secret} label="Copy key" />
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <code className="block rounded-md border border-line bg-surface p-3 font-mono text-xs break-all">{created.secret}</code>
    </Dialog>
  );
}

function NewKey({ onClose, onCreated }: { onClose: () => void; onCreated: (key: CreatedApiKey) => void }) {
  const create = useMutation({
    mutationFn: (name: string) => api.apiKeys.create(name),
    onSuccess: async (key) => {
      await refresh();
      onCreated(key);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    create.mutate(textIn(new FormData(event.currentTarget), 'name'));
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New API key"
      description="It may do what this organization may do."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="new-key" look="primary">
            Create API key
          </Button>
        </>
      }
    >
      <form id="new-key" onSubmit={submit}>
        <TextField
          label="Name"
          name="name"
          required
          maxLength={128}
          placeholder="Website"
          hint="Where the key will be used."
          autoFocus
          error={create.error === null ? undefined : messageOf(create.error)}
        />
      </form>
    </Dialog>
  );
}

function Revoke({ item, onClose }: { item: ApiKey; onClose: () => void }) {
  const revoke = useMutation({
    mutationFn: () => api.apiKeys.revoke(item.id),
    onSuccess: async () => {
      await refresh();
      onClose();
      toast(`${item.name} is revoked`);
    },
    onError: (error) => toast.error('The key was not revoked', { description: messageOf(error) }),
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Revoke ${item.name}`}
      description={`Whatever uses the key that ends in ${item.last_four} is refused from now on. This cannot be undone.`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" onClick={() => revoke.mutate()}>
            Revoke API key
          </Button>
        </>
      }
    />
  );
}

const COLUMNS = 'grid grid-cols-[minmax(0,1fr)_200px_130px_130px_80px] items-center gap-4 px-4 max-md:grid-cols-[minmax(0,1fr)_auto]';

const Row = ({ item, onRevoke }: { item: ApiKey; onRevoke: () => void }) => (
  <li className={`${COLUMNS} min-h-11`}>
    <span className="truncate font-medium">{item.name}</span>
    <code className="font-mono text-xs text-soft max-md:hidden">
      {item.prefix}…{item.last_four}
    </code>
    <span className="text-muted max-md:hidden">
      <Time at={item.created_at} />
    </span>
    <span className="text-muted max-md:hidden">{item.last_used_at === null ? 'never' : <Time at={item.last_used_at} />}</span>
    <Button size="small" look="danger" onClick={onRevoke} aria-label={`Revoke ${item.name}`}>
      Revoke
    </Button>
  </li>
);

type Open = { kind: 'new' } | { kind: 'created'; created: CreatedApiKey } | { kind: 'revoke'; item: ApiKey } | null;

export function ApiKeysPage() {
  const { data, error, refetch } = useQuery(apiKeysQuery);
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  const add = (
    <Button look="primary" onClick={() => setOpen({ kind: 'new' })}>
      <Plus aria-hidden className="size-4" /> New API key
    </Button>
  );
  return (
    <Page title="API keys" note={data?.items.length} actions={add}>
      <Panel>
        <div aria-hidden className={`${COLUMNS} h-9 border-b border-line text-xs font-medium text-muted`}>
          <span>Name</span>
          <span className="max-md:hidden">Key</span>
          <span className="max-md:hidden">Created</span>
          <span className="max-md:hidden">Last used</span>
        </div>
        {error !== null && <Failed what="The API keys could not be loaded." error={error} retry={() => void refetch()} />}
        {data === undefined && error === null && <SkeletonRows rows={3} label="Loading API keys" />}
        {data?.items.length === 0 && (
          <Empty title="No API keys yet" action={add}>
            A key lets your own server make and read calls. Send it as a bearer token to this server&apos;s API.
          </Empty>
        )}
        <ul className="divide-y divide-line">
          {data?.items.map((item) => (
            <Row key={item.id} item={item} onRevoke={() => setOpen({ kind: 'revoke', item })} />
          ))}
        </ul>
      </Panel>
      {data !== undefined && data.items.length > 0 && (
        <Notice tone="neutral">
          Send the key as <code className="font-mono text-xs">Authorization: Bearer …</code> to{' '}
          <code className="font-mono text-xs">{location.origin}/api/v1</code>.
        </Notice>
      )}
      {open?.kind === 'new' && <NewKey onClose={close} onCreated={(created) => setOpen({ kind: 'created', created })} />}
      {open?.kind === 'created' && <Secret created={open.created} onClose={close} />}
      {open?.kind === 'revoke' && <Revoke item={open.item} onClose={close} />}
    </Page>
  );
}
