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

const Refused = ({ request: { atMs, message, refusal }, onSeek }: { request: RefusedRequest; onSeek: (ms: number) => void }) => (
  <li className="flex items-baseline gap-3">
    <When atMs={atMs} onSeek={onSeek} />
    <div className="flex min-w-0 flex-col gap-0.5">
      <span className="font-medium">{message}</span>
      <Refusal refusal={refusal} />
    </div>
  </li>
);

const Defect = ({ defect: { id, place, at_ms }, onSeek }: { defect: CallDefect; onSeek: (ms: number) => void }) => (
  <li className="flex flex-wrap items-baseline gap-x-3">
    <When atMs={at_ms} onSeek={onSeek} />
    <span>
      {PLACES[place]} <span className="text-muted">failed on our side; the server’s log tells why under</span>
    </span>
    <CopyId id={id} />
  </li>
);

interface CallProblemsProps {
  call: Call;
  events: readonly CallEvent[];
  onSeek: (ms: number) => void;
}

/** What a provider refused, and what failed on our side with the id to find it by. */
export function CallProblems({ call, events, onSeek }: CallProblemsProps) {
  const refused = refusalsOf(events);
  if (refused.length === 0 && call.defects.length === 0) return null;
  return (
    <section aria-label="Problems">
      <Panel className="p-4">
        <ul className="flex flex-col gap-2">
          {refused.map((request) => (
            <Refused key={request.seq} request={request} onSeek={onSeek} />
          ))}
          {call.defects.map((defect) => (
            <Defect key={defect.id} defect={defect} onSeek={onSeek} />
          ))}
        </ul>
      </Panel>
    </section>
  );
}
