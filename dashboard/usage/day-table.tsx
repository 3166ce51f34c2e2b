import { METRIC_NAMES, METRICS, amount } from './metrics.ts';
import { longDay, type UsageDay } from './day-series.ts';
import { NumberTable } from './number-table.tsx';

/** The numbers of the charts, newest day first. */
export const DayTable = ({ days }: { days: readonly UsageDay[] }) => (
  <NumberTable caption="Usage by day">
    <thead>
      <tr>
        <th scope="col">Day</th>
        {METRIC_NAMES.map((metric) => (
          <th key={metric} scope="col">
            {METRICS[metric].head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {days.toReversed().map(({ day, values, unfinished }) => (
        <tr key={day}>
          <th scope="row">
            {longDay(day)}
            {unfinished && <span className="text-muted">, so far</span>}
          </th>
          {METRIC_NAMES.map((metric) => (
            <td key={metric}>{values === null ? <span title="No figures for this day">–</span> : amount(metric, values[metric])}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </NumberTable>
);
