/** What a call used: all of it with its end, and what findings cost since then. */
import type { CallEvent, UsageMetric } from '@parley/contract';
import type { Projector } from '../../live/call-events/event-log.ts';
import { costOf, type Projection } from '../../live/call-events/projection.ts';
import type { Usage } from '../../live/models/prices.ts';
import { useBy } from './metering.ts';

type Used = Partial<Record<UsageMetric, number>>;

function metricsOf(usage: Usage) {
  const { total, usage: used } = costOf(usage);
  return { ...used, cost: total };
}

const usageOf = ({ begun, endedAtMs, usage }: Projection): Used => ({
  calls: begun ? 1 : 0,
  call_ms: begun ? (endedAtMs ?? 0) : 0,
  ...metricsOf(usage),
});

/** What was used since the call's end. */
const usageOfFindings = (events: readonly CallEvent[]): Used =>
  metricsOf({ models: events.flatMap(({ kind, event }) => (kind === 'finding' ? [event] : [])), sttMs: 0, ttsCharacters: 0 });

export const countCallUsage: Projector = async (tx, { organizationId, before, projection, fresh, ends }) => {
  const { agentId, apiKeyId } = before;
  await useBy(tx, { organizationId, agentId, apiKeyId }, ends ? usageOf(projection) : usageOfFindings(fresh), Date.now());
};
