import { CircleAlert, CornerDownLeft, Diamond, FunctionSquare } from 'lucide-react';
import { duration } from '../format/format.ts';
import { cn } from '../ui/cn.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import type { Mark } from './timeline.ts';

const LOOKS = {
  turn: { icon: Diamond, colour: 'text-soft' },
  function: { icon: FunctionSquare, colour: 'text-amber' },
  interruption: { icon: CornerDownLeft, colour: 'text-red' },
  failure: { icon: CircleAlert, colour: 'text-red' },
} as const satisfies Record<Mark['kind'], unknown>;

interface EventLaneProps {
  marks: readonly Mark[];
  durationMs: number;
  onMark: (mark: Mark) => void;
}

export const EventLane = ({ marks, durationMs, onMark }: EventLaneProps) => (
  <div className="relative h-8 min-w-0 flex-1">
    <div aria-hidden className="absolute inset-x-0 top-1/2 h-px bg-line" />
    {marks.map((mark, index) => {
      const { icon: Icon, colour } = LOOKS[mark.kind];
      return (
        <Tooltip key={index} text={`${duration(mark.atMs)} · ${mark.label}`}>
          <button
            type="button"
            onClick={() => onMark(mark)}
            aria-label={`${mark.label}, at ${duration(mark.atMs)}`}
            className={cn('absolute top-1 grid size-6 -translate-x-1/2 place-items-center rounded bg-raised hover:bg-hover', colour)}
            style={{ left: `clamp(12px, ${(mark.atMs / durationMs) * 100}%, calc(100% - 12px))` }}
          >
            <Icon aria-hidden className="size-3.5" />
          </button>
        </Tooltip>
      );
    })}
  </div>
);
