/** Bars by day. Loads Recharts: imported by the usage page alone. */
import type { UsageMetric } from '@parley/contract';
import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis, type TooltipContentProps } from 'recharts';
import { Panel } from '../ui/page.tsx';
import { axisMark, axisMarks, chartRows, longDay, shortDay, type ChartRow, type UsageDay } from './day-series.ts';
import { amountWithUnit, METRICS } from './metrics.ts';

interface ChartSeries {
  metric: UsageMetric;
  name: string;
  colour: string;
}

export interface DayChart {
  question: string;
  /** From the bottom of the bar to its top. */
  series: readonly ChartSeries[];
}

const HEIGHT_PX = 168;
const AXIS = { fontSize: 11, fill: 'var(--neutral-9)' } as const;

const Swatch = ({ colour }: { colour: string }) => (
  <span aria-hidden className="size-2 shrink-0 rounded-xs" style={{ background: colour }} />
);

/** Every series of the day, in full. */
function DayTooltip({
  active,
  payload,
  days,
  series,
}: TooltipContentProps & { days: readonly UsageDay[]; series: readonly ChartSeries[] }) {
  const row = payload[0]?.payload as ChartRow | undefined;
  const day = days.find((each) => each.day === row?.day);
  if (!active || day === undefined) return null;
  return (
    <div className="rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs shadow-float">
      <p className="font-medium">
        {longDay(day.day)}
        {day.unfinished && <span className="text-muted">, so far</span>}
      </p>
      {series.map(({ metric, name, colour }) => (
        <p key={metric} className="flex items-center gap-1.5">
          <Swatch colour={colour} />
          <span className="text-soft">{name}</span>
          <span className="ml-auto pl-3">{day.values === null ? 'no figures' : amountWithUnit(metric, day.values[metric])}</span>
        </p>
      ))}
    </div>
  );
}

function Bars({ chart, days }: { chart: DayChart; days: readonly UsageDay[] }) {
  const { series } = chart;
  const unit = METRICS[series[0]?.metric ?? 'calls'].unit;
  const rows = chartRows(
    days,
    series.map(({ metric }) => metric),
  );
  const whole = series.every(({ metric }) => METRICS[metric].per === 1);
  const marks = axisMarks(Math.max(...rows.map((row) => series.reduce((sum, { metric }) => sum + Number(row[metric] ?? 0), 0))), whole);
  return (
    <BarChart
      responsive
      data={rows}
      title={chart.question}
      style={{ width: '100%', height: HEIGHT_PX }}
      margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
      maxBarSize={36}
      barCategoryGap={rows.length > 60 ? '10%' : '22%'}
    >
      <CartesianGrid vertical={false} stroke="var(--neutral-5)" />
      <XAxis dataKey="day" tickFormatter={shortDay} tick={AXIS} tickLine={false} stroke="var(--neutral-6)" minTickGap={24} height={24} />
      <YAxis
        width={52}
        domain={[0, marks.at(-1) ?? 0]}
        ticks={marks}
        interval={0}
        tickFormatter={axisMark}
        tick={AXIS}
        tickLine={false}
        axisLine={false}
        label={{ value: unit, angle: -90, position: 'insideLeft', style: { ...AXIS, textAnchor: 'middle' } }}
      />
      <Tooltip
        cursor={{ fill: 'var(--neutral-4)' }}
        isAnimationActive={false}
        filterNull={false}
        wrapperStyle={{ zIndex: 10 }}
        content={(props) => <DayTooltip {...props} days={days} series={series} />}
      />
      {series.map(({ metric, name, colour }) => (
        <Bar key={metric} dataKey={metric} name={name} stackId="all" fill={colour} isAnimationActive={false} />
      ))}
    </BarChart>
  );
}

const Legend = ({ series }: { series: readonly ChartSeries[] }) => (
  <ul className="flex gap-3 text-xs text-muted">
    {series.map(({ metric, name, colour }) => (
      <li key={metric} className="flex items-center gap-1.5">
        <Swatch colour={colour} /> {name}
      </li>
    ))}
  </ul>
);

export function DayChartPanel({ chart, days }: { chart: DayChart; days: readonly UsageDay[] }) {
  const used = days.some(({ values }) => values !== null && chart.series.some(({ metric }) => values[metric] > 0));
  return (
    <Panel>
      <figure className="flex h-full flex-col gap-2 p-3">
        <figcaption className="flex flex-wrap items-baseline justify-between gap-x-3">
          <h2 className="font-medium">{chart.question}</h2>
          {chart.series.length > 1 && <Legend series={chart.series} />}
        </figcaption>
        {used ? (
          <Bars chart={chart} days={days} />
        ) : (
          <p className="grid flex-1 place-items-center text-muted" style={{ minHeight: HEIGHT_PX }}>
            None on these days.
          </p>
        )}
      </figure>
    </Panel>
  );
}
