import { useMutation, useQuery } from '@tanstack/react-query';
import type { Me } from '@parley/contract';
import type { FormEvent, ReactNode } from 'react';
import { toast } from 'sonner';
import * as auth from '../api/auth.ts';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { meQuery, queryClient } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { CopyId } from '../ui/copy-id.tsx';
import { TextField } from '../ui/form.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { Failed, SkeletonRows } from '../ui/states.tsx';
import { textIn } from '../ui/form-text.ts';
import { CallSettings } from './call-settings.tsx';
import { Members } from './members.tsx';
import { useMayManage } from './use-may-manage.ts';

const nameIn = (event: FormEvent<HTMLFormElement>): string => {
  event.preventDefault();
  return textIn(new FormData(event.currentTarget), 'name').trim();
};

function Rename({ me }: { me: Me }) {
  const rename = useMutation({
    mutationFn: (name: string) => api.updateOrganization({ name }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
      toast.success('The organization is renamed');
    },
  });
  return (
    <Panel className="p-4">
      <form onSubmit={(event) => rename.mutate(nameIn(event))} className="flex flex-col gap-3">
        <TextField
          key={me.organization.name}
          label="Organization name"
          name="name"
          defaultValue={me.organization.name}
          required
          maxLength={128}
          error={rename.error === null ? undefined : messageOf(rename.error)}
        />
        <div className="flex items-center gap-3">
          <Button type="submit" look="primary">
            Rename organization
          </Button>
          <CopyId id={me.organization.id} />
        </div>
      </form>
    </Panel>
  );
}

async function switchTo(id: string): Promise<void> {
  await auth.enterOrganization(id);
  queryClient.clear();
  location.assign('/');
}

function slugOf(name: string): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${words === '' ? 'organization' : words}-${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? ''}`;
}

function Others({ me }: { me: Me }) {
  const create = useMutation({
    mutationFn: async (name: string) => {
      await switchTo(await auth.createOrganization(name, slugOf(name)));
    },
  });
  return (
    <Panel>
      <ul className="divide-y divide-line">
        {me.organizations.map(({ id, name }) => (
          <li key={id} className="flex min-h-11 items-center gap-3 px-4 py-1.5">
            <span className="flex-1 truncate font-medium">{name}</span>
            {id === me.organization.id ? (
              <Pill tone="accent">this one</Pill>
            ) : (
              <Button onClick={() => void switchTo(id)}>Switch to {name}</Button>
            )}
          </li>
        ))}
      </ul>
      <form onSubmit={(event) => create.mutate(nameIn(event))} className="flex flex-wrap items-start gap-3 border-t border-line p-4">
        <div className="min-w-0 flex-1">
          <TextField
            label="New organization"
            name="name"
            required
            maxLength={128}
            placeholder="Acme"
            hint="Has its own agents, calls and keys."
            error={create.error === null ? undefined : messageOf(create.error)}
          />
        </div>
        <Button type="submit" className="mt-5">
          Create organization
        </Button>
      </form>
    </Panel>
  );
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title} className="flex flex-col gap-2">
    <h2 className="text-lg font-semibold">{title}</h2>
    {children}
  </section>
);

export function OrganizationPage() {
  const { data: me, error, refetch } = useQuery(meQuery);
  const mayManage = useMayManage();
  return (
    <Page title="Organization" narrow>
      {error !== null && <Failed what="The organization could not be loaded." error={error} retry={() => void refetch()} />}
      {me === undefined && error === null && <SkeletonRows rows={3} label="Loading the organization" />}
      {me !== undefined && (
        <>
          <Rename me={me} />
          <CallSettings me={me} mayManage={mayManage} />
          <Section title="Members">
            <Members me={me} />
          </Section>
        </>
      )}
      {me !== undefined && me.user !== null && (
        <Section title="Your organizations">
          <Others me={me} />
        </Section>
      )}
    </Page>
  );
}
