import { useMutation, useQuery } from '@tanstack/react-query';
import { UpdateOrganization, type Me } from '@parley/contract';
import type { ComponentProps } from 'react';
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
import { useSentForm, type SentForm } from '../ui/sent-form.ts';
import { Failed, SkeletonRows } from '../ui/states.tsx';
import { Section } from '../ui/section.tsx';
import { CallSettings, PeopleSettings } from './call-settings.tsx';
import { useMayManage } from './use-may-manage.ts';

const NAME = UpdateOrganization.pick({ name: true }).required();
const WORDS = { name: 'Give it a name, in at most 128 characters.' };

function NameField({
  form,
  ...rest
}: { form: SentForm<{ name: string }, { name: string }> } & Omit<ComponentProps<typeof TextField>, 'form'>) {
  const { error, ...name } = form.field('name');
  const { failure } = form;
  return <TextField required maxLength={128} {...name} {...rest} error={error ?? (failure === null ? undefined : messageOf(failure))} />;
}

function Rename({ me }: { me: Me }) {
  const rename = useMutation({
    mutationFn: ({ name }: { name: string }) => api.updateOrganization({ name }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
      toast.success('The organization is renamed');
    },
  });
  const form = useSentForm({ schema: NAME, words: WORDS, opened: { name: me.organization.name }, save: rename });
  return (
    <Panel className="p-4">
      <form onSubmit={form.submit} noValidate className="flex flex-col gap-3">
        <NameField label="Organization name" form={form} />
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
    mutationFn: async ({ name }: { name: string }) => {
      await switchTo(await auth.createOrganization(name, slugOf(name)));
    },
  });
  const form = useSentForm({ schema: NAME, words: WORDS, opened: { name: '' }, save: create });
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
      <form onSubmit={form.submit} noValidate className="flex flex-wrap items-start gap-3 border-t border-line p-4">
        <div className="min-w-0 flex-1">
          <NameField label="New organization" form={form} placeholder="Acme" hint="Has its own agents, calls and keys." />
        </div>
        <Button type="submit" className="mt-5">
          Create organization
        </Button>
      </form>
    </Panel>
  );
}

export function OrganizationPage() {
  const { data: me, error, refetch } = useQuery(meQuery);
  const mayManage = useMayManage();
  return (
    <Page title="Organization" narrow>
      {error !== null && <Failed what="The organization could not be loaded." error={error} retry={() => void refetch()} />}
      {me === undefined && error === null && <SkeletonRows rows={3} label="Loading the organization" />}
      {me !== undefined && (
        <>
          <Rename key={me.organization.name} me={me} />
          <CallSettings me={me} mayManage={mayManage} />
          <PeopleSettings me={me} />
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
