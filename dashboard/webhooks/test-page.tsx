import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { TestWebhook, type WebhookEventType } from '@parley/contract';
import { sampleDataOf } from '@parley/contract/examples/index.ts';
import type { ChangeEvent } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { webhookQuery } from '../api/queries.ts';
import { useMayManage } from '../settings/use-may-manage.ts';
import { Button, buttonStyle } from '../ui/button.tsx';
import { SelectField, TextArea } from '../ui/form.tsx';
import { atNames } from '../ui/form-schema.ts';
import { Page, Panel } from '../ui/page.tsx';
import { useSentForm } from '../ui/sent-form.ts';
import { Failed, Notice, SkeletonRows } from '../ui/states.tsx';
import { AttemptView } from './attempt-view.tsx';
import { EVENT_TYPES } from './event-types.ts';
import { refreshDeliveries } from './refresh.ts';

const route = getRouteApi('/app/webhooks/$webhookId/test');
const sampleText = (type: WebhookEventType): string => JSON.stringify(sampleDataOf(type), null, 2);

interface TestForm {
  type: WebhookEventType;
  text: string;
}

const problemsFrom = atNames({ data: 'text' });

const TEST_SCHEMA: z.ZodType<TestWebhook, TestForm> = z
  .object({ type: TestWebhook.shape.type.removeDefault(), text: z.string() })
  .transform(({ type, text }, context) => {
    const refuse = (message: string): void => context.addIssue({ code: 'custom', path: ['text'], message });
    try {
      const { success, data } = TestWebhook.shape.data.safeParse(JSON.parse(text));
      if (success && data !== undefined) return { type, data };
      refuse('It must be a JSON object of at most 65,536 characters: { … }.');
    } catch (error) {
      refuse(`This is not JSON: ${messageOf(error)}.`);
    }
    return z.NEVER;
  });

function useTest(webhookId: string) {
  return useMutation({
    mutationFn: (body: TestWebhook) => api.testWebhook(webhookId, body),
    onSuccess: refreshDeliveries,
  });
}
type Test = ReturnType<typeof useTest>;

function SendForm({ test, mayManage }: { test: Test; mayManage: boolean }) {
  const form = useSentForm<TestForm, TestWebhook>({
    schema: TEST_SCHEMA,
    opened: { type: 'call.ended', text: sampleText('call.ended') },
    problemsFrom,
    save: test,
  });
  const { control, setValue, getValues, failure } = form;
  const type = useWatch({ control, name: 'type' });
  const choose = (event: ChangeEvent<HTMLSelectElement>): void => {
    const next = event.target.value as WebhookEventType;
    // What was typed is kept; a sample is changed for that of the other type.
    if (getValues('text') === sampleText(type)) setValue('text', sampleText(next));
  };
  return (
    <form onSubmit={form.submit} noValidate className="flex flex-col gap-4">
      <SelectField label="Event" {...form.field('type', { onChange: choose })}>
        {EVENT_TYPES.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </SelectField>
      <TextArea
        label="Its data, as JSON"
        hint="The id, the time and the organization are put around it. It is sent once, whatever the filter says and even while the webhook is off."
        className="font-mono text-xs!"
        rows={22}
        spellCheck={false}
        {...form.field('text')}
      />
      {failure !== null && <Notice tone="red">{messageOf(failure)}</Notice>}
      <div className="flex gap-2">
        {mayManage && (
          <Button type="submit" look="primary" aria-disabled={test.isPending}>
            {test.isPending ? 'Sending …' : 'Send test event'}
          </Button>
        )}
        <Button look="quiet" onClick={() => setValue('text', sampleText(type), { shouldValidate: true })}>
          Use the sample
        </Button>
      </div>
      {!mayManage && <Notice tone="neutral">Owners and admins send test events.</Notice>}
    </form>
  );
}

function Result({ test }: { test: Test }) {
  const { data, isPending } = test;
  const attempt = data?.attempts.at(-1);
  if (isPending) return <SkeletonRows rows={6} label="Waiting for the endpoint" />;
  if (data === undefined || attempt === undefined)
    return <p className="text-muted">The signed request, and what the endpoint answers to it, are shown here.</p>;
  return (
    <div className="flex flex-col gap-4">
      <h2 className="sr-only">What came of it</h2>
      <p role="status" className={data.status === 'delivered' ? 'font-medium text-green' : 'font-medium text-red'}>
        {data.status === 'delivered' ? 'The event arrived.' : 'The event did not arrive.'}{' '}
        <Link to="/webhooks/deliveries" search={{ delivery: data.id }} className="font-normal text-accent-text underline">
          Show it in the log
        </Link>
      </p>
      <AttemptView attempt={attempt} event={data.event} />
    </div>
  );
}

export function TestWebhookPage() {
  const { webhookId } = route.useParams();
  const { data, error, refetch } = useQuery(webhookQuery(webhookId));
  const test = useTest(webhookId);
  const mayManage = useMayManage();
  if (error !== null) return <Failed page what="The webhook could not be loaded." error={error} retry={() => void refetch()} />;
  return (
    <Page
      title="Send test event"
      note={data === undefined ? undefined : <span className="break-all">to {data.url}</span>}
      actions={
        <>
          <Link to="/webhooks/$webhookId" params={{ webhookId }} className={buttonStyle()}>
            Change webhook
          </Link>
          <Link to="/webhooks/deliveries" search={{ webhook: webhookId }} className={buttonStyle()}>
            Deliveries
          </Link>
        </>
      }
    >
      <div className="grid grid-cols-2 items-start gap-4 max-lg:grid-cols-[minmax(0,1fr)]">
        <Panel className="p-4">
          <SendForm test={test} mayManage={mayManage} />
        </Panel>
        <Panel className="p-4">
          <Result test={test} />
        </Panel>
      </div>
    </Page>
  );
}
