import { CircleAlert, CornerDownLeft, Diamond, FunctionSquare, Phone } from 'lucide-react';
import { useState } from 'react';
import { duration } from '../format/format.ts';
import { cn } from '../ui/cn.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { groupMarks, type MarkGroup } from './mark-groups.ts';
import type { Mark } from './timeline.ts';

const LOOKS = {
  turn: { icon: Diamond, colour: 'text-soft' },
  function: { icon: FunctionSquare, colour: 'text-amber' },
  presence: { icon: Phone, colour: 'text-soft' },
  interruption: { icon: CornerDownLeft, colour: 'text-red' },
  failure: { icon: CircleAlert, colour: 'text-red' },
} as const satisfies Record<Mark['kind'], unknown>;

const MARK_PX = 26;

interface EventLaneProps {
  marks: readonly Mark[];
  durationMs: number;
  onMark: (mark: Mark) => void;
}

const inWords = ({ label, atMs }: Mark): string => `${label}, at ${duration(atMs)}`;

function Group({ group, onMark }: { group: MarkGroup; onMark: (mark: Mark) => void }) {
  const { icon: Icon, colour } = LOOKS[group.main.kind];
  const lines = group.marks.map((mark, index) => (
    <span key={index} className="block">
      {duration(mark.atMs)} · {mark.label}
    </span>
  ));
  return (
    <Tooltip text={lines}>
      <button
        type="button"
        onClick={() => onMark(group.main)}
        className={cn('absolute top-1 grid size-6 -translate-x-1/2 place-items-center rounded bg-raised hover:bg-hover', colour)}
        style={{ left: `${group.share * 100}%` }}
      >
        <span className="sr-only">{group.marks.map(inWords).join('; ')}</span>
        <Icon aria-hidden className="size-3.5" />
        {group.marks.length > 1 && (
          <span aria-hidden className="absolute -top-1 -right-1.5 text-[10px] leading-3 font-semibold">
            {group.marks.length}
          </span>
        )}
      </button>
    </Tooltip>
  );
}

/** What happened, under the voices; marks that would lie upon each other are one. */
export function EventLane({ marks, durationMs, onMark }: EventLaneProps) {
  const [width, setWidth] = useState(600);
  const measure = (element: HTMLDivElement | null): (() => void) | undefined => {
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  };
  return (
    <div ref={measure} className="relative h-8 min-w-0 flex-1">
      <div aria-hidden className="absolute inset-x-0 top-1/2 h-px bg-line" />
      {groupMarks(marks, durationMs, MARK_PX / width).map((group) => (
        <Group key={group.marks[0]?.atMs} group={group} onMark={onMark} />
      ))}
    </div>
  );
}
