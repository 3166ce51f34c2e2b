import type { Call, CallEvent } from '@parley/contract';
import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { duration } from '../format/format.ts';
import { CopyButton } from '../ui/copy-id.tsx';
import { Panel } from '../ui/page.tsx';
import { CALL_TABS, type CallTab } from './call-tabs.ts';
import { EventList } from './event-list.tsx';
import { Figures } from './figures.tsx';
import type { Turn } from './timeline.ts';
import { TurnDetail } from './turn-detail.tsx';

const NAMES = { turn: 'Turn', figures: 'Figures', data: 'Collected', events: 'Events' } as const satisfies Record<CallTab, string>;

const Collected = ({ call }: { call: Call }) => (
  <div className="flex flex-col gap-4">
    {call.collected.length === 0 && (
      <p className="text-muted">Nothing was collected. Functions of the agent that collect values write them here.</p>
    )}
    {call.collected.map((item, index) => (
      <section key={index}>
        <h3 className="mb-1 flex items-center gap-2 font-mono text-xs font-semibold text-amber">
          {item.name} <span className="font-sans font-normal text-muted">at {duration(item.at_ms)}</span>
        </h3>
        <dl className="rounded-md border border-line">
          {Object.entries(item.arguments ?? {}).map(([name, value]) => (
            <div key={name} className="flex gap-3 border-b border-line px-3 py-1.5 last:border-0">
              <dt className="w-28 shrink-0 text-muted">{name}</dt>
              <dd className="font-medium">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      </section>
    ))}
    {call.collected.length > 0 && (
      <div>
        <CopyButton text={JSON.stringify(call.collected, null, 2)} label="Copy as JSON" />
      </div>
    )}
  </div>
);

interface InspectorProps {
  call: Call;
  events: readonly CallEvent[];
  turn: Turn | undefined;
  tab: CallTab;
  onTab: (tab: CallTab) => void;
  onSeek: (ms: number) => void;
}

const Body = ({ value, children }: { value: CallTab; children: ReactNode }) => (
  <Tabs.Content value={value} className="min-h-0 flex-1 overflow-y-auto p-4 focus-visible:-outline-offset-2">
    {children}
  </Tabs.Content>
);

export const Inspector = ({ call, events, turn, tab, onTab, onSeek }: InspectorProps) => (
  <Panel className="overflow-hidden">
    <Tabs.Root
      value={tab}
      onValueChange={(next) => onTab(CALL_TABS.find((each) => each === next) ?? 'turn')}
      className="flex max-h-[calc(100dvh-122px)] min-h-[320px] flex-col"
    >
      <Tabs.List aria-label="About the call" className="flex h-11 shrink-0 items-stretch gap-1 border-b border-line px-3">
        {CALL_TABS.map((name) => (
          <Tabs.Trigger
            key={name}
            value={name}
            className="border-b-2 border-transparent px-2 text-soft hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent-text data-[state=active]:font-semibold data-[state=active]:text-ink"
          >
            {NAMES[name]}
            {name === 'events' && <span className="ml-1.5 text-xs text-muted">{events.length.toLocaleString('en-US')}</span>}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Body value="turn">
        <TurnDetail turn={turn} />
      </Body>
      <Body value="figures">
        <Figures call={call} />
      </Body>
      <Body value="data">
        <Collected call={call} />
      </Body>
      <Body value="events">
        <EventList events={events} onSeek={onSeek} />
      </Body>
    </Tabs.Root>
  </Panel>
);
