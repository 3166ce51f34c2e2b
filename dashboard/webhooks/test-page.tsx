import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { TestWebhook, type WebhookEventType } from '@parley/contract';
import { sampleDataOf } from '@parley/contract/examples/index.ts';
import { useState, type FormEvent } from 'react';
import * as api from '../api/generated/operations.ts';
import { messageOf, RequestFailed } from '../api/problem.ts';
import { webhookQuery } from '../api/queries.ts';
import { useMayManage } from '../settings/use-may-manage.ts';
import { Button, buttonStyle } from '../ui/button.tsx';
import { Field, SelectField } from '../ui/form.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { Failed, Notice, SkeletonRows } from '../ui/states.tsx';
import { AttemptView } from './attempt-view.tsx';
import { EVENT_TYPES } from './event-types.ts';
import { refreshDeliveries } from './refresh.ts';

const route = getRouteApi('/app/webhooks/$webhookId/test');
const sampleText = (type: WebhookEventType): string => JSON.stringify(sampleDataOf(type), null, 2);

/** The typed data, or what is wrong with it. */
function dataIn(text: string): { data: Record<string, unknown> } | { problem: string } {
  try {
    const parsed = TestWebhook.shape.data.safeParse(JSON.parse(text));
    if (parsed.success && parsed.data !== undefined) return { data: parsed.data };
    return { problem: 'It must be a JSON object of at most 65,536 characters: { … }.' };
  } catch (error) {
    return { problem: `This is not JSON: ${messageOf(error)}.` };
  }
}

function useTest(webhookId: string) {
  return useMutation({
    mutationFn: (body: TestWebhook) => api.testWebhook(webhookId, body),
    onSuccess: refreshDeliveries,
  });
}
type Test = ReturnType<typeof useTest>;

function SendForm({ test, mayManage }: { test: Test; mayManage: boolean }) {
  const [type, setType] = useState<WebhookEventType>('call.ended');
  const [text, setText] = useState(() => sampleText('call.ended'));
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const choose = (next: WebhookEventType): void => {
    // What was typed is kept; a sample is changed for that of the other type.
    if (text === sampleText(type)) setText(sampleText(next));
    setType(next);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const result = dataIn(text);
    setProblem('problem' in result ? result.problem : undefined);
    if ('data' in result) test.mutate({ type, data: result.data });
  };
  const refused = test.error instanceof RequestFailed ? test.error.fields['/data'] : undefined;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField label="Event" value={type} onChange={(event) => choose(event.target.value as WebhookEventType)}>
        {EVENT_TYPES.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </SelectField>
      <Field
        label="Its data, as JSON"
        hint="The id, the time and the organization are put around it. It is sent once, whatever the filter says and even while the webhook is off."
        error={problem ?? refused}
      >
        {(control) => (
          <textarea
            {...control}
            className="field font-mono text-xs!"
            rows={22}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      {test.error !== null && refused === undefined && <Notice tone="red">{messageOf(test.error)}</Notice>}
      <div className="flex gap-2">
        {mayManage && (
          <Button type="submit" look="primary" aria-disabled={test.isPending}>
            {test.isPending ? 'Sending …' : 'Send test event'}
          </Button>
        )}
        <Button look="quiet" onClick={() => setText(sampleText(type))}>
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
  if (error !== null) return <Failed what="The webhook could not be loaded." error={error} retry={() => void refetch()} />;
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
