import type { Call, CallDefect, CallEvent, DefectPlace } from '@parley/contract';
import { duration } from '../format/format.ts';
import { CopyId } from '../ui/copy-id.tsx';
import { Panel } from '../ui/page.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { refusalsOf, type RefusedRequest } from './refusals.ts';

const PLACES = {
  core: 'Turn-taking',
  'llm.stream': 'Language model',
  stt: 'Speech recognition',
  tts: 'Voice',
  vad: 'Voice detection',
  function: 'A function',
  transport: 'The connection',
  recorder: 'The recorder',
  host: 'The call’s process',
  analysis: 'The analysis',
} as const satisfies Record<DefectPlace, string>;

const When = ({ atMs, onSeek }: { atMs: number; onSeek: (ms: number) => void }) => (
  <button type="button" onClick={() => onSeek(atMs)} className="touch w-10 shrink-0 text-right text-xs text-accent-text hover:underline">
    {duration(atMs)}
  </button>
);

const Refused = ({ request: { message, refusal } }: { request: RefusedRequest }) => (
  <div className="flex min-w-0 flex-col gap-0.5">
    <span className="font-medium">{message}</span>
    <Refusal refusal={refusal} />
  </div>
);

const Defect = ({ defect: { id, place } }: { defect: CallDefect }) => (
  <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
    <span>
      {PLACES[place]} <span className="text-muted">failed on our side; the server’s log tells why under</span>
    </span>
    <CopyId id={id} />
  </div>
);

interface CallProblemsProps {
  call: Call;
  events: readonly CallEvent[];
  onSeek: (ms: number) => void;
}

/** What a provider refused, and what failed on our side with the id to find it by, as they happened. */
export function CallProblems({ call, events, onSeek }: CallProblemsProps) {
  const problems = [
    ...refusalsOf(events).map((request) => ({ key: String(request.seq), atMs: request.atMs, shown: <Refused request={request} /> })),
    ...call.defects.map((defect) => ({ key: defect.id, atMs: defect.at_ms, shown: <Defect defect={defect} /> })),
  ].sort((a, b) => a.atMs - b.atMs);
  if (problems.length === 0) return null;
  return (
    <section aria-label="Problems">
      <Panel className="p-4">
        <ul className="flex flex-col gap-2">
          {problems.map(({ key, atMs, shown }) => (
            <li key={key} className="flex items-baseline gap-3">
              <When atMs={atMs} onSeek={onSeek} />
              {shown}
            </li>
          ))}
        </ul>
      </Panel>
    </section>
  );
}
