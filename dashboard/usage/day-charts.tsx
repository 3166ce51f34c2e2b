import { useDeferredValue } from 'react';
import { Skeleton } from '../ui/states.tsx';
import type { UsageDay } from './day-series.ts';
import { DayChartPanel, type DayChart } from './day-chart.tsx';

const CALLER = 'var(--teal-fill)';
const AGENT = 'var(--agent-fill)';
const COUNT = 'var(--neutral-8)';

const CHARTS: readonly DayChart[] = [
  { question: 'How many calls?', series: [{ metric: 'calls', name: 'Calls', colour: COUNT }] },
  { question: 'How many minutes of calls?', series: [{ metric: 'call_ms', name: 'Minutes of calls', colour: COUNT }] },
  { question: 'How many calls at once, at most?', series: [{ metric: 'concurrent_calls', name: 'Calls at once', colour: COUNT }] },
  { question: 'How much did callers say?', series: [{ metric: 'stt_ms', name: 'Speech recognised', colour: CALLER }] },
  { question: 'How much did agents say?', series: [{ metric: 'tts_characters', name: 'Speech spoken', colour: AGENT }] },
  {
    question: 'How many LLM tokens?',
    series: [
      { metric: 'llm_input_tokens', name: 'Read', colour: CALLER },
      { metric: 'llm_output_tokens', name: 'Written', colour: AGENT },
    ],
  },
  { question: 'How many typed messages?', series: [{ metric: 'messages', name: 'Messages', colour: COUNT }] },
  { question: 'How many API requests?', series: [{ metric: 'requests', name: 'Requests', colour: COUNT }] },
  { question: 'What did it cost?', series: [{ metric: 'cost', name: 'Cost', colour: COUNT }] },
];

const NO_DAYS: readonly UsageDay[] = [];

/** Drawn after the rest of the page is there: nine charts take longer than a change of pages may. */
export function DayCharts({ days }: { days: readonly UsageDay[] }) {
  const drawn = useDeferredValue(days, NO_DAYS);
  return (
    <div className="grid grid-cols-3 gap-4 max-lg:grid-cols-2 max-sm:grid-cols-1">
      {CHARTS.map((chart) =>
        drawn === NO_DAYS ? (
          <Skeleton key={chart.question} className="h-[222px] rounded-lg" />
        ) : (
          <DayChartPanel key={chart.question} chart={chart} days={drawn} />
        ),
      )}
    </div>
  );
}
