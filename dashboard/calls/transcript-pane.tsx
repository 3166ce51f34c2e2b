import type { Call, TranscriptTurn } from '@parley/contract';
import { CornerDownLeft, Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { count, duration } from '../format/format.ts';
import { cn } from '../ui/cn.ts';
import { Panel } from '../ui/page.tsx';
import { Empty } from '../ui/states.tsx';
import type { Player } from './player.ts';
import { usePlayer } from './use-player.ts';
import { holds, wordAt, wordHolds } from './word-at.ts';

function Words({ turn, player, query }: { turn: TranscriptTurn; player: Player; query: string }) {
  const current = usePlayer(player, (state) => (state.playing ? wordAt(turn.words, state.timeMs) : -1));
  if (turn.words.length === 0) return <>{turn.text}</>;
  return turn.words.map((word, index) => (
    <span key={index}>
      <span
        data-start={word.start_ms}
        className={cn(
          'cursor-pointer rounded-sm hover:bg-pressed',
          wordHolds(word.text, query) && 'bg-amber-soft text-amber',
          index === current && (turn.role === 'agent' ? 'bg-accent-soft text-accent-text' : 'bg-teal-soft text-teal'),
        )}
      >
        {word.text}
      </span>{' '}
    </span>
  ));
}

interface TurnRowProps {
  turn: TranscriptTurn;
  player: Player;
  query: string;
  selected: boolean;
  onSelect: () => void;
}

function TurnRow({ turn, player, query, selected, onSelect }: TurnRowProps) {
  const row = useRef<HTMLLIElement>(null);
  const heard = usePlayer(player, (state) => state.playing && state.timeMs >= turn.start_ms && state.timeMs <= turn.end_ms);
  useEffect(() => {
    if (heard) row.current?.scrollIntoView({ block: 'nearest' });
  }, [heard]);
  const agent = turn.role === 'agent';
  const seek = (): void => {
    player.seek(turn.start_ms);
    onSelect();
  };
  return (
    <li
      ref={row}
      className={cn(
        'grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 border-l-2 border-transparent px-4 py-2',
        selected && 'border-accent-text bg-hover',
      )}
    >
      <button type="button" onClick={seek} className="flex items-start gap-2 rounded text-left text-xs leading-5">
        <span className="sr-only">Go to </span>
        <span className="w-8 text-muted">{duration(turn.start_ms)}</span>
        <span className={cn('font-medium', agent ? 'text-accent-text' : 'text-teal')}>{agent ? 'agent' : 'caller'}</span>
      </button>
      <p
        className="text-base"
        onClick={(event) => {
          const start = (event.target as HTMLElement).dataset.start;
          if (start !== undefined) player.seek(Number(start));
          onSelect();
        }}
      >
        <Words turn={turn} player={player} query={query} />
        {turn.unheard_text !== undefined && turn.unheard_text !== '' && <s className="text-muted">{turn.unheard_text}</s>}
        {turn.interrupted === true && (
          <span className="flex items-center gap-1 text-xs text-amber">
            <CornerDownLeft aria-hidden className="size-3" /> interrupted
          </span>
        )}
      </p>
    </li>
  );
}

interface TranscriptPaneProps {
  call: Call;
  player: Player;
  selected: number | null;
  onTurn: (turn: number) => void;
}

/** The transcript is the player: words light up as they are heard, a click goes there. */
export function TranscriptPane({ call, player, selected, onTurn }: TranscriptPaneProps) {
  const [query, setQuery] = useState('');
  const shown = call.transcript.filter((turn) => holds(turn, query));
  const live = call.status === 'ongoing';
  return (
    <Panel className="flex max-h-[calc(100dvh-120px)] min-h-[320px] flex-col overflow-hidden">
      <div className="flex h-11 shrink-0 items-center gap-3 border-b border-line px-4">
        <h2 className="font-semibold">Transcript</h2>
        <label className="ml-auto flex min-w-0 items-center gap-2 text-muted">
          <Search aria-hidden className="size-3.5" />
          <input
            type="search"
            aria-label="Search in call"
            placeholder="Search in call"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            className="touch h-8 w-44 min-w-0 rounded bg-transparent px-1 text-ink"
          />
        </label>
        {query !== '' && (
          <span role="status" className="text-xs text-muted">
            {count(shown.length, 'turn')}
          </span>
        )}
      </div>
      <ol
        {...(live ? { role: 'log' as const, 'aria-live': 'polite' as const } : {})}
        aria-label="Transcript"
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto py-1 focus-visible:-outline-offset-2"
      >
        {shown.map((turn) => (
          <TurnRow
            key={`${turn.role}-${turn.turn}-${turn.start_ms}`}
            turn={turn}
            player={player}
            query={query}
            selected={turn.turn === selected}
            onSelect={() => onTurn(turn.turn)}
          />
        ))}
      </ol>
      {call.transcript.length === 0 && (
        <Empty title={live ? 'Nobody has spoken yet' : 'Nothing was said'}>
          {live ? 'Turns appear here as they end.' : 'The call ended before the first words.'}
        </Empty>
      )}
      {call.transcript.length > 0 && shown.length === 0 && <Empty title="Not in this call">No turn holds “{query}”.</Empty>}
    </Panel>
  );
}
