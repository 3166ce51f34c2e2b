import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { CreatedWebhook, Webhook } from '@parley/contract';
import { useState, type ReactNode } from 'react';
import { useWatch } from 'react-hook-form';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf, RequestFailed } from '../api/problem.ts';
import { queryClient, webhookQuery } from '../api/queries.ts';
import { useMayManage } from '../settings/use-may-manage.ts';
import { Button, buttonStyle } from '../ui/button.tsx';
import { CopyId } from '../ui/copy-id.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { useSentForm } from '../ui/sent-form.ts';
import { Failed, Notice, SkeletonRows } from '../ui/states.tsx';
import { DeliveryFields, EndpointFields, HeaderFields } from './endpoint-fields.tsx';
import { AgentFields, ConditionFields, EventTypeFields } from './filter-fields.tsx';
import { FilterPreview } from './filter-preview.tsx';
import { refreshWebhooks } from './refresh.ts';
import { RetryPlan } from './retry-plan.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { WebhookState } from './webhook-state.tsx';
import { bodyOf, formOf, problemsFrom, WEBHOOK_SCHEMA, wholeFilter, type WebhookFields, type WebhookForm } from './webhook-form.ts';

const route = getRouteApi('/app/webhooks/$webhookId');

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <Panel className="flex flex-col gap-4 p-4">
    <h2 className="text-lg font-semibold">{title}</h2>
    {children}
  </Panel>
);

/** `opened`: as the form began; what others changed since is not overwritten. */
function useSave(opened: Webhook | null, onCreated: (created: CreatedWebhook) => void) {
  const [webhook, setWebhook] = useState(opened);
  return useMutation({
    mutationFn: async (form: WebhookForm): Promise<CreatedWebhook | null> => {
      if (webhook === null) return api.createWebhook(bodyOf(form));
      const changed = await api.updateWebhook(webhook.id, bodyOf(form), { ifMatch: webhook.revision });
      setWebhook(changed);
      queryClient.setQueryData(webhookQuery(webhook.id).queryKey, changed);
      return null;
    },
    onSuccess: async (created) => {
      await refreshWebhooks();
      if (created === null) toast.success('The webhook is changed', { description: 'It holds from the next event on.' });
      else onCreated(created);
    },
  });
}

/** What is about no field: another person's change in between, a full organization. */
function SaveFailed({ error }: { error: Error }) {
  const stale = error instanceof RequestFailed && error.code === 'precondition_failed';
  return (
    <Notice tone="red">
      {stale ? 'Somebody else has changed this webhook meanwhile. Copy what you need, then load the page again.' : messageOf(error)}
    </Notice>
  );
}

function Preview({ control }: Pick<WebhookFields, 'control'>) {
  const [events, agentIds, conditions] = useWatch({ control, name: ['events', 'agentIds', 'conditions'] });
  return <FilterPreview filter={wholeFilter({ events, agentIds, conditions })} />;
}

function Editor({ webhook }: { webhook: Webhook | null }) {
  const navigate = useNavigate();
  const [created, setCreated] = useState<CreatedWebhook | null>(null);
  const mayManage = useMayManage();
  const save = useSave(webhook, setCreated);
  const form = useSentForm({ schema: WEBHOOK_SCHEMA, opened: formOf(webhook), problemsFrom, save });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_380px] items-start gap-4 max-lg:grid-cols-[minmax(0,1fr)]">
      <form onSubmit={form.submit} noValidate className="flex flex-col gap-4">
        <fieldset disabled={!mayManage} className="contents">
          <Section title="Endpoint">
            <EndpointFields form={form} />
          </Section>
          <Section title="Which events">
            <EventTypeFields form={form} />
            <AgentFields form={form} />
            <ConditionFields form={form} />
          </Section>
          <Section title="Delivery">
            <HeaderFields form={form} kept={webhook?.header_names ?? []} />
            <DeliveryFields form={form} />
            <RetryPlan />
          </Section>
        </fieldset>
        {form.failure !== null && <SaveFailed error={form.failure} />}
        {mayManage ? (
          <div className="flex gap-2">
            <Button type="submit" look="primary" aria-disabled={save.isPending}>
              {webhook === null ? 'Create webhook' : 'Save webhook'}
            </Button>
            <Link to="/webhooks" className={buttonStyle()}>
              Cancel
            </Link>
          </div>
        ) : (
          <Notice tone="neutral">Owners and admins change webhooks. Ask one of them, or for the role.</Notice>
        )}
      </form>
      <Preview control={form.control} />
      {created !== null && (
        <SecretDialog
          created={created}
          rotated={false}
          onClose={() => void navigate({ to: '/webhooks/$webhookId/test', params: { webhookId: created.id } })}
        />
      )}
    </div>
  );
}

export const NewWebhookPage = () => (
  <Page title="New webhook">
    <Editor webhook={null} />
  </Page>
);

export function WebhookPage() {
  const { webhookId } = route.useParams();
  const { data, error, refetch } = useQuery(webhookQuery(webhookId));
  if (error !== null) return <Failed page what="The webhook could not be loaded." error={error} retry={() => void refetch()} />;
  if (data === undefined) return <SkeletonRows rows={8} label="Loading the webhook" />;
  return (
    <Page
      title="Webhook"
      note={
        <span className="flex items-center gap-3">
          <WebhookState webhook={data} /> <CopyId id={data.id} />
        </span>
      }
      actions={
        <>
          <Link to="/webhooks/deliveries" search={{ webhook: data.id }} className={buttonStyle()}>
            Deliveries
          </Link>
          <Link to="/webhooks/$webhookId/test" params={{ webhookId }} className={buttonStyle()}>
            Send test event
          </Link>
        </>
      }
    >
      <Editor key={data.id} webhook={data} />
    </Page>
  );
}
