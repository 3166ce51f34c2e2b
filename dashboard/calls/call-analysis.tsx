import type { Call, Sentiment } from '@parley/contract';
import { Panel } from '../ui/page.tsx';
import { Pill, type Tone } from '../ui/pill.tsx';

const TONES = { positive: 'green', neutral: 'neutral', negative: 'red' } as const satisfies Record<Sentiment, Tone>;

/** What the agent's model says of a finished call. */
export function CallAnalysisPanel({ call: { analysis, sentiment } }: { call: Call }) {
  if (analysis === null) return null;
  const { summary, successful, model } = analysis;
  return (
    <section aria-label="Analysis">
      <Panel className="flex flex-col gap-2 p-4">
        <p className="max-w-[75ch] whitespace-pre-wrap">{summary}</p>
        <div className="flex flex-wrap items-center gap-2">
          {successful !== null && <Pill tone={successful ? 'green' : 'amber'}>{successful ? 'successful' : 'not successful'}</Pill>}
          {sentiment !== null && <Pill tone={TONES[sentiment]}>caller {sentiment}</Pill>}
          <span className="text-xs text-muted">by {model}</span>
        </div>
      </Panel>
    </section>
  );
}
