import type { Call, Percentiles } from '@parley/contract';
import { count, milliseconds, money } from '../format/format.ts';

const LATENCIES = [
  ['Answer time', 'e2e'],
  ['End of turn', 'endpointing'],
  ['Recognition', 'stt'],
  ['Model', 'llm'],
  ['Voice', 'tts'],
] as const;

const number = (value: number | null): string => (value === null ? '–' : Math.round(value).toLocaleString('en-US'));

const LatencyRow = ({ name, values }: { name: string; values: Percentiles }) => (
  <tr className="border-t border-line">
    <th scope="row" className="py-1 text-left font-normal text-soft">
      {name}
    </th>
    {[values.p50, values.p90, values.p95, values.p99].map((value, index) => (
      <td key={index} className="py-1 pl-3 text-right">
        {number(value)}
      </td>
    ))}
  </tr>
);

const Cost = ({ call }: { call: Call }) => {
  const { llm, stt, tts, total, usage } = call.cost;
  const parts = [
    ['Model', llm, `${count(usage.llm_input_tokens, 'token')} in, ${usage.llm_output_tokens.toLocaleString('en-US')} out`],
    ['Recognition', stt, `${(usage.stt_ms / 1_000).toFixed(1)} s of speech`],
    ['Voice', tts, count(usage.tts_characters, 'character')],
  ] as const;
  return (
    <dl className="flex flex-col">
      {parts.map(([name, cost, used]) => (
        <div key={name} className="flex justify-between gap-3 border-t border-line py-1">
          <dt className="text-soft">{name}</dt>
          <dd className="text-right">
            <span className="mr-3 text-muted">{used}</span>
            {money(cost)}
          </dd>
        </div>
      ))}
      <div className="flex justify-between border-t border-line py-1 font-medium">
        <dt>Total</dt>
        <dd>{money(total)}</dd>
      </div>
    </dl>
  );
};

/** What the call had otherwise than its agent. */
const Override = ({ override }: { override: NonNullable<Call['agent_override']> }) => (
  <div>
    <h3 className="pb-1 text-xs font-medium text-muted">Overrides of the agent for this call</h3>
    <pre className="max-h-80 overflow-auto rounded-md border border-line p-3 text-xs break-words whitespace-pre-wrap" tabIndex={0}>
      {JSON.stringify(override, null, 2)}
    </pre>
  </div>
);

/** What a call took, time and money, and what it had of its own. */
export const Figures = ({ call }: { call: Call }) => (
  <div className="flex flex-col gap-5">
    <table className="w-full">
      <caption className="pb-1 text-left text-xs font-medium text-muted">
        Latency in ms, over {count(call.latency.e2e.num, 'answer')}
      </caption>
      <thead>
        <tr className="text-xs text-muted">
          <td />
          {['p50', 'p90', 'p95', 'p99'].map((name) => (
            <th key={name} scope="col" className="py-1 pl-3 text-right font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {LATENCIES.map(([name, key]) => (
          <LatencyRow key={key} name={name} values={call.latency[key]} />
        ))}
      </tbody>
    </table>
    <div>
      <h3 className="pb-1 text-xs font-medium text-muted">Cost</h3>
      <Cost call={call} />
    </div>
    {call.agent_override !== null && <Override override={call.agent_override} />}
    {call.latency.e2e.p50 !== null && <p className="sr-only">Half of the answers came within {milliseconds(call.latency.e2e.p50)}.</p>}
  </div>
);
