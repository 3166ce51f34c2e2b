import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';

/** Where a row stands; the one that is on is marked. */
export interface RowPlace {
  top: number;
  active: boolean;
}

interface VirtualRowsProps<T> {
  label: string;
  rowPx: number;
  items: readonly T[];
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
  /** The row that `J` and `K` have come to, or -1. */
  active: number;
  children: (item: T, place: RowPlace) => ReactNode;
}

/** Of a long list only the rows in sight; the next page is asked for before its end is reached. */
export function VirtualRows<T>({ label, rowPx, items, list, active, children }: VirtualRowsProps<T>) {
  const box = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoised by the compiler
  const rows = useVirtualizer({ count: items.length, getScrollElement: () => box.current, estimateSize: () => rowPx, overscan: 12 });
  const last = rows.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= items.length - 20) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, items.length]);
  useEffect(() => {
    if (active >= 0) rows.scrollToIndex(active);
  }, [active, rows]);
  return (
    <div ref={box} className="max-h-[calc(100dvh-236px)] overflow-y-auto" tabIndex={-1}>
      <div role="list" aria-label={label} className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const item = items[index];
          return item === undefined ? null : children(item, { top: start, active: index === active });
        })}
      </div>
    </div>
  );
}
