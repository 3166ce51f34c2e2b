import { useQuery } from '@tanstack/react-query';
import type { Call } from '@parley/contract';
import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { duration } from '../format/format.ts';
import { cn } from '../ui/cn.ts';
import { Panel } from '../ui/page.tsx';
import { useTheme } from '../shell/theme.ts';
import { EventLane } from './event-lane.tsx';
import { readPeaks, type Peaks } from './peaks.ts';
import type { Player } from './player.ts';
import type { Mark } from './timeline.ts';
import { usePlayer } from './use-player.ts';

const LABEL = 'w-16 shrink-0 text-xs font-medium max-md:w-14';

function draw(canvas: HTMLCanvasElement, values: Float32Array, share: number): void {
  const { width, height } = canvas.getBoundingClientRect();
  const scale = devicePixelRatio;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.fillStyle = getComputedStyle(canvas).color;
  const bar = Math.round(2 * scale);
  const gap = Math.round(scale);
  const bars = Math.floor((canvas.width * share) / (bar + gap));
  for (let index = 0; index < bars; index++) {
    const from = Math.floor((index / bars) * values.length);
    const to = Math.max(from + 1, Math.floor(((index + 1) / bars) * values.length));
    const peak = Math.max(...values.subarray(from, to));
    // Quiet speech stays visible beside loud speech.
    const tall = Math.max(scale, Math.sqrt(peak) * canvas.height);
    context.fillRect(index * (bar + gap), (canvas.height - tall) / 2, bar, tall);
  }
}

function Wave({ values, share, className }: { values: Float32Array | undefined; share: number; className: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useEffect(() => {
    const element = canvas.current;
    if (element === null || values === undefined) return;
    const observer = new ResizeObserver(() => draw(element, values, share));
    observer.observe(element);
    return () => observer.disconnect();
  }, [values, share, theme]);
  return <canvas ref={canvas} aria-hidden className={cn('h-11 w-full', className)} />;
}

function Playhead({ player, durationMs }: { player: Player; durationMs: number }) {
  const share = usePlayer(player, (state) => Math.min(1, state.timeMs / durationMs));
  return <div aria-hidden className="pointer-events-none absolute inset-y-0 w-px bg-ink" style={{ left: `${share * 100}%` }} />;
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1_000, ArrowRight: 1_000, PageDown: 10_000, PageUp: -10_000 };

/** The whole axis is one slider: click, drag or arrow keys. */
function Seek({ player, durationMs }: { player: Player; durationMs: number }) {
  const seconds = usePlayer(player, (state) => Math.round(state.timeMs / 1_000));
  const seek = (event: PointerEvent<HTMLDivElement>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    player.seek(((event.clientX - left) / width) * durationMs);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (event.key === ' ') player.toggle();
    else if (step !== undefined) player.seek(Math.min(durationMs, player.read().timeMs + step));
    else if (event.key === 'Home') player.seek(0);
    else return;
    event.preventDefault();
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Position in the recording"
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMs / 1_000)}
      aria-valuenow={seconds}
      aria-valuetext={duration(seconds * 1_000)}
      className="absolute inset-0 cursor-crosshair touch-none rounded"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seek(event);
      }}
      onPointerMove={(event) => event.buttons === 1 && seek(event)}
    />
  );
}

const TICKS = 6;
const Ruler = ({ durationMs }: { durationMs: number }) => (
  <div aria-hidden className="flex justify-between pl-16 text-xs text-muted max-md:pl-14">
    {Array.from({ length: TICKS }, (_, index) => (
      <span key={index}>{duration((durationMs * index) / (TICKS - 1))}</span>
    ))}
  </div>
);

function Waves({ peaks, share, note }: { peaks: Peaks | undefined; share: number; note: string | null }) {
  if (note !== null) return <p className="grid h-[92px] place-items-center text-muted">{note}</p>;
  return (
    <>
      <Wave values={peaks?.left} share={share} className="text-teal-fill" />
      <Wave values={peaks?.right} share={share} className="mt-1 text-agent-fill" />
    </>
  );
}

interface LanesProps {
  call: Call;
  player: Player;
  marks: readonly Mark[];
  durationMs: number;
  onTurn: (turn: number) => void;
}

function noteOf(call: Call, failed: boolean): string | null {
  if (call.status === 'ongoing') return 'The recording is here when the call has ended.';
  if (!call.recording.available) return 'This call has no recording.';
  return failed ? 'The recording could not be read.' : null;
}

/** Both voices and what happened, over one time axis. */
export function Lanes({ call, player, marks, durationMs, onTurn }: LanesProps) {
  const { url } = call.recording;
  const { data: peaks, error } = useQuery({
    queryKey: ['calls', call.id, 'peaks'],
    queryFn: ({ signal }) => readPeaks(url ?? '', signal),
    enabled: url !== null,
    staleTime: Infinity,
    retry: false,
  });
  const share = peaks === undefined ? 1 : Math.min(1, peaks.durationMs / durationMs);
  return (
    <Panel className="p-4 max-md:p-3">
      <div className="flex">
        <div className={cn(LABEL, 'flex flex-col')}>
          <span className="flex h-11 items-center text-teal">caller</span>
          <span className="mt-1 flex h-11 items-center text-accent-text">agent</span>
        </div>
        <div className="relative min-w-0 flex-1">
          <Waves peaks={peaks} share={share} note={noteOf(call, error !== null)} />
          <Playhead player={player} durationMs={durationMs} />
          <Seek player={player} durationMs={durationMs} />
        </div>
      </div>
      <div className="mt-1 flex">
        <span className={cn(LABEL, 'flex items-center text-amber')}>events</span>
        <EventLane
          marks={marks}
          durationMs={durationMs}
          onMark={(mark) => {
            player.seek(mark.atMs);
            if (mark.turn !== null) onTurn(mark.turn);
          }}
        />
      </div>
      <Ruler durationMs={durationMs} />
    </Panel>
  );
}
