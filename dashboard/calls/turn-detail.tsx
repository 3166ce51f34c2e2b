import { count, milliseconds } from '../format/format.ts';
import { turnEndInWords } from '../format/reasons.ts';
import { cn } from '../ui/cn.ts';
import type { FunctionRun, Span, Turn } from './timeline.ts';

const FILLS = {
  wait: 'bg-faint',
  stt: 'bg-teal-fill',
  llm: 'bg-amber-fill',
  clause: 'bg-amber-fill',
  tts: 'bg-agent-fill',
  out: 'bg-line-strong',
} as const satisfies Record<Span['tone'], string>;

function Waterfall({ spans }: { spans: readonly Span[] }) {
  const start = Math.min(...spans.map(({ startMs }) => startMs));
  const whole = Math.max(1, ...spans.map(({ endMs }) => endMs - start));
  return (
    <dl className="flex flex-col gap-1.5">
      {spans.map(({ name, says, startMs, endMs, tone }) => (
        <div key={name} className="grid grid-cols-[88px_minmax(0,1fr)_64px] items-center gap-3" title={says}>
          <dt className="text-soft">{name}</dt>
          <dd className="col-start-3 row-start-1 text-right">{milliseconds(endMs - startMs)}</dd>
          <dd aria-hidden className="relative col-start-2 row-start-1 h-3 rounded-sm bg-hover">
            <span
              className={cn('absolute inset-y-0 min-w-[2px] rounded-sm', FILLS[tone])}
              style={{ left: `${((startMs - start) / whole) * 100}%`, width: `${((endMs - startMs) / whole) * 100}%` }}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}

const written = (value: unknown): string => JSON.stringify(value, null, 2) ?? '';

const Function = ({ run }: { run: FunctionRun }) => (
  <section className="rounded-md border border-line p-3">
    <h4 className="flex items-center gap-2 font-mono text-xs font-semibold text-amber">
      ƒ {run.name}
      <span className={cn('ml-auto font-sans font-normal', run.ok === false ? 'text-red' : 'text-muted')}>
        {run.ok === null ? 'running' : run.ok ? milliseconds(run.ms) : `failed: ${run.error ?? ''}`}
      </span>
    </h4>
    <pre className="mt-2 overflow-x-auto font-mono text-xs whitespace-pre-wrap text-soft">{written(run.arguments)}</pre>
    {run.ok === true && (
      <pre className="mt-2 overflow-x-auto border-t border-line pt-2 font-mono text-xs whitespace-pre-wrap text-soft">
        {written(run.result)}
      </pre>
    )}
  </section>
);

function Why({ turn }: { turn: Turn }) {
  const { committed } = turn;
  if (committed === null) return <p className="text-soft">The agent began this turn.</p>;
  if (committed.typed) return <p className="text-soft">The caller typed this turn, so there was nothing to wait for.</p>;
  return (
    <p>
      “{turnEndInWords(committed)}”<span className="text-muted">, after {milliseconds(committed.silence_ms)} of silence</span>
    </p>
  );
}

/** One turn: where its time went, why it ended, what it asked for. */
export function TurnDetail({ turn }: { turn: Turn | undefined }) {
  if (turn === undefined) return <p className="text-muted">Select a turn in the transcript to see where its time went.</p>;
  const { model, latency, spans, functions, committed } = turn;
  return (
    <div className="flex flex-col gap-5">
      <header className="flex items-baseline gap-3">
        <h3 className="min-w-0 flex-1 truncate font-semibold">{committed === null ? 'Greeting or reminder' : `“${committed.text}”`}</h3>
        {latency !== null && <span className="shrink-0 text-lg font-semibold">{milliseconds(latency.e2e_ms)}</span>}
      </header>
      {spans.length > 0 && <Waterfall spans={spans} />}
      <section>
        <h4 className="mb-1 text-xs font-medium text-muted">Why the turn ended</h4>
        <Why turn={turn} />
      </section>
      {model !== null && (
        <section>
          <h4 className="mb-1 text-xs font-medium text-muted">Model</h4>
          <p>
            {model.provider} · {model.model}
            <span className="text-muted">
              {' '}
              · {count(model.input, 'token')} in, {model.output.toLocaleString('en-US')} out
              {model.cached > 0 && `, ${model.cached.toLocaleString('en-US')} from cache`}
            </span>
          </p>
        </section>
      )}
      {functions.length > 0 && (
        <section className="flex flex-col gap-2">
          <h4 className="text-xs font-medium text-muted">Functions</h4>
          {functions.map((run) => (
            <Function key={run.id} run={run} />
          ))}
        </section>
      )}
    </div>
  );
}
