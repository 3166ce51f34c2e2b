import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { callQuery } from '../api/queries.ts';
import { buttonStyle } from '../ui/button.tsx';
import { Sheet, SheetHead } from '../ui/dialog.tsx';
import { Failed, SkeletonRows } from '../ui/states.tsx';
import { Figures } from './figures.tsx';

/** A call beside the list. */
export function PeekSheet({ callId, onClose }: { callId: string | undefined; onClose: () => void }) {
  const { data, error, refetch } = useQuery({ ...callQuery(callId ?? ''), enabled: callId !== undefined });
  return (
    <Sheet open={callId !== undefined} onOpenChange={onClose} title="Call" side="right">
      <SheetHead title={data?.agent_name ?? 'Call'}>
        {callId !== undefined && (
          <Link to="/calls/$callId" params={{ callId }} className={buttonStyle()}>
            Open call
          </Link>
        )}
      </SheetHead>
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
