import { CornerDownLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { cn } from '../ui/cn.ts';
import type { Line } from './call-state.ts';
import { FunctionLine } from './function-line.tsx';
import { TurnLatencyBar } from './latency-bar.tsx';
import { useCall } from './use-call.ts';

const lastWords = (text: string): string => text.split(/\s+/).slice(-3).join(' ');

function Spoken({ line }: { line: Exclude<Line, { kind: 'function' }> }) {
  const agent = line.kind === 'agent';
  return (
    <div className="fade-in grid grid-cols-[52px_minmax(0,1fr)] gap-x-2">
      <span className={cn('pt-px text-xs leading-5 font-medium', agent ? 'text-accent-text' : 'text-teal')}>{agent ? 'agent' : 'you'}</span>
      <p className={cn('text-base', !line.final && 'text-muted')}>
        {line.text}
        {agent && line.unheard !== '' && (
          <>
            {' '}
            <s className="text-muted" aria-label={`not heard: ${line.unheard}`}>
              {line.unheard}
            </s>
          </>
        )}
      </p>
      {agent && line.interrupted && (
        <p className="col-start-2 mt-0.5 flex items-center gap-1 text-xs text-amber">
          <CornerDownLeft aria-hidden className="size-3" />
          {line.text === '' ? 'interrupted before the first word' : `interrupted after “${lastWords(line.text)}”`}
        </p>
      )}
    </div>
  );
}

function TranscriptLine({ line }: { line: Line }) {
  const latency = useCall((state) => state.latencies.get(line.turn));
  if (line.kind === 'function') return <FunctionLine name={line.name} given={line.arguments} status={line.status} ms={line.ms} />;
  return (
    <>
      <Spoken line={line} />
      {line.kind === 'user' && line.final && latency !== undefined && (
        <div className="pl-[60px]">
          <TurnLatencyBar latency={latency} />
        </div>
      )}
    </>
  );
}

/** Lines as they come; it follows the newest unless the reader has scrolled up. */
export function Transcript() {
  const lines = useCall((state) => state.lines);
  const phase = useCall((state) => state.phase);
  const box = useRef<HTMLDivElement>(null);
  const pinned = useRef(true);
  useEffect(() => {
    if (pinned.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [lines, phase]);
  const onScroll = (): void => {
    const element = box.current;
    if (element !== null) pinned.current = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
  };
  return (
    <div
      ref={box}
      onScroll={onScroll}
      tabIndex={0}
      role="log"
      aria-live="polite"
      aria-label="Transcript"
      className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-4 py-4 focus-visible:-outline-offset-2"
    >
      {lines.map((line) => (
        <TranscriptLine key={line.id} line={line} />
      ))}
      {lines.length === 0 && <p className="m-auto text-muted">The first words appear here.</p>}
    </div>
  );
}
