/** What was sent, and what came back. */
import type { WebhookAttempt } from '@parley/contract';
import { milliseconds } from '../format/format.ts';
import { CopyButton } from '../ui/copy-id.tsx';
import { Pill } from '../ui/pill.tsx';
import { curlOf } from './curl.ts';

const Headers = ({ label, headers }: { label: string; headers: Record<string, string> }) => (
  <dl aria-label={label} className="rounded-md border border-line font-mono text-xs">
    {Object.entries(headers).map(([name, value]) => (
      <div key={name} className="flex gap-3 border-b border-line px-2 py-1 last:border-0">
        <dt className="w-36 shrink-0 break-all text-muted">{name}</dt>
        <dd className="min-w-0 break-all">{value}</dd>
      </div>
    ))}
  </dl>
);

const Body = ({ label, text }: { label: string; text: string }) => (
  <pre
    tabIndex={0}
    aria-label={label}
    className="max-h-72 overflow-auto rounded-md border border-line bg-surface p-2 font-mono text-xs whitespace-pre-wrap break-all"
  >
    {text}
  </pre>
);

export function AttemptOutcome({ attempt: { response, error } }: { attempt: WebhookAttempt }) {
  if (response === null) return <Pill tone="red">{error ?? 'no answer'}</Pill>;
  const arrived = response.status >= 200 && response.status < 300;
  return <Pill tone={arrived ? 'green' : 'red'}>{response.status}</Pill>;
}

/** `event`: the body that was sent. */
export function AttemptView({ attempt, event }: { attempt: WebhookAttempt; event: Record<string, unknown> }) {
  const { request, response, error, ms } = attempt;
  return (
    <div className="flex flex-col gap-3">
      <section aria-label="Request" className="flex flex-col gap-2">
        <h3 className="text-xs font-medium text-soft">Request</h3>
        <code className="font-mono text-xs break-all">POST {request.url}</code>
        <Headers label="Request headers" headers={request.headers} />
        <Body label="Request body" text={JSON.stringify(event, null, 2)} />
        <div>
          <CopyButton text={curlOf(attempt, JSON.stringify(event))} label="Copy as curl" />
        </div>
      </section>
      <section aria-label="Response" className="flex flex-col gap-2">
        <h3 className="flex items-center gap-2 text-xs font-medium text-soft">
          Response <AttemptOutcome attempt={attempt} /> <span className="font-normal text-muted">{milliseconds(ms)}</span>
        </h3>
        {response === null ? (
          <p className="text-red">{error}</p>
        ) : (
          <>
            <Headers label="Response headers" headers={response.headers} />
            {response.body === '' ? <p className="text-muted">The body is empty.</p> : <Body label="Response body" text={response.body} />}
          </>
        )}
      </section>
    </div>
  );
}
