import { Button } from './button.tsx';

interface LoadMoreProps {
  /** What there is more of: `keys`. */
  what: string;
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
}

/** Below a list of which there is another page. */
export const LoadMore = ({ what, list }: LoadMoreProps) =>
  list.hasNextPage ? (
    <div className="flex justify-center border-t border-line p-3">
      <Button aria-disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {list.isFetchingNextPage ? 'Loading …' : `Load more ${what}`}
      </Button>
    </div>
  ) : null;
