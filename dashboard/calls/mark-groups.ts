/** Marks of the event lane that would lie upon each other, as one. Pure. */
import type { Mark } from './timeline.ts';

/** What stands for a group is what matters most. */
const RANK = { failure: 0, interruption: 1, function: 2, presence: 3, turn: 4 } as const satisfies Record<Mark['kind'], number>;

export interface MarkGroup {
  share: number;
  main: Mark;
  marks: Mark[];
}

/** `gap`: the smallest distance between two groups, as a share of the lane. */
export function groupMarks(marks: readonly Mark[], durationMs: number, gap: number): MarkGroup[] {
  const groups: MarkGroup[] = [];
  for (const mark of marks.toSorted((a, b) => a.atMs - b.atMs)) {
    const share = Math.min(1 - gap / 2, Math.max(gap / 2, mark.atMs / durationMs));
    const last = groups.at(-1);
    if (last === undefined || share - last.share >= gap) groups.push({ share, main: mark, marks: [mark] });
    else groups[groups.length - 1] = merged(last, mark);
  }
  return groups;
}

function merged(group: MarkGroup, mark: Mark): MarkGroup {
  return { share: group.share, main: RANK[mark.kind] < RANK[group.main.kind] ? mark : group.main, marks: [...group.marks, mark] };
}
