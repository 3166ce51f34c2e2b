import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { callQuery } from '../api/queries.ts';
import { Button, buttonStyle } from '../ui/button.tsx';
import { Sheet, SheetClose } from '../ui/dialog.tsx';
import { Failed, SkeletonRows } from '../ui/states.tsx';
import { Figures } from './figures.tsx';

/** A call beside the list. */
export function PeekSheet({ callId, onClose }: { callId: string | undefined; onClose: () => void }) {
  const { data, error, refetch } = useQuery({ ...callQuery(callId ?? ''), enabled: callId !== undefined });
  return (
    <Sheet open={callId !== undefined} onOpenChange={onClose} title="Call" side="right">
      <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-4">
        <h2 className="min-w-0 flex-1 truncate text-lg font-semibold">{data?.agent_name ?? 'Call'}</h2>
        {callId !== undefined && (
          <Link to="/calls/$callId" params={{ callId }} className={buttonStyle()}>
            Open call
          </Link>
        )}
        <SheetClose asChild>
          <Button look="quiet" size="icon" aria-label="Close">
            <X aria-hidden className="size-4" />
          </Button>
        </SheetClose>
      </header>
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2 p-4">
        {error !== null && <Failed what="The call could not be loaded." error={error} retry={() => void refetch()} />}
        {data === undefined && error === null && <SkeletonRows rows={6} label="Loading the call" />}
        {data !== undefined && (
          <div className="flex flex-col gap-6">
            <Figures call={data} />
            <ol className="flex flex-col gap-2">
              {data.transcript
                .filter(({ text }) => text !== '')
                .map((turn) => (
                  <li key={`${turn.role}-${turn.turn}-${turn.start_ms}`} className="grid grid-cols-[52px_minmax(0,1fr)] gap-2">
                    <span className={`text-xs leading-5 font-medium ${turn.role === 'agent' ? 'text-accent-text' : 'text-teal'}`}>
                      {turn.role === 'agent' ? 'agent' : 'caller'}
                    </span>
                    {turn.text}
                  </li>
                ))}
            </ol>
          </div>
        )}
      </div>
    </Sheet>
  );
}
