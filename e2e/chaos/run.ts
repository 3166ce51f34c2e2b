/** Runs scenarios one after another: a load, a failure under it, and afterwards everything that was acknowledged is looked for. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '@parley/server/platform/db/database.ts';
import { postgresBin, startPostgres, type ThrowawayPostgres } from '../../scripts/tools.mjs';
import { randomOf } from '../chance.ts';
import { Place, type Needs } from './place.ts';
import type { Scenario } from './scenario.ts';
import { canMakeSmallDisk } from './small-disk.ts';
import { verify } from './verify.ts';

const LOAD_MS = 4_000;
const SHORT_LOAD_MS = 2_000;
const BACK_WITHIN_MS = 60_000;

export interface ChaosOptions {
  scenarios: readonly Scenario[];
  databases: readonly Database['kind'][];
  rounds: number;
  seed: number;
  short: boolean;
  say?: (line: string) => void;
}

interface ChaosRow {
  scenario: string;
  database: Database['kind'];
  round: number;
  /** Acknowledged during the round, calls among them. */
  acknowledged: number;
  calls: number;
  events: number;
  /** Requests that were refused with `Retry-After`, or not answered, and sent again. */
  again: number;
  /** Webhooks that came more than once. */
  repeated: number;
  longestLossMs: number;
  /** After the failure was mended: until requests are answered and calls begin. */
  backMs: number;
  /** What the scenario measured, the longest of each, in ms. */
  figures: Record<string, number>;
  problems: string[];
}

export interface ChaosReport {
  rows: ChaosRow[];
  /** What could not be run here, and why. */
  skipped: string[];
}

const needsOf = ({ nodes, smallDisk, byNpm }: Scenario, kind: Database['kind']): Needs => ({
  kind,
  nodes: nodes ?? 1,
  smallDisk: smallDisk ?? false,
  byNpm: byNpm ?? false,
});

/** Scenarios that need the same place, together. */
function groups({ scenarios, databases }: ChaosOptions): { needs: Needs; scenarios: Scenario[] }[] {
  const wanted = databases.flatMap((kind) => scenarios.filter(({ on }) => on.includes(kind)).map((scenario) => ({ kind, scenario })));
  const found = Map.groupBy(wanted, ({ kind, scenario }) => JSON.stringify(needsOf(scenario, kind)));
  return [...found].map(([key, members]) => ({ needs: JSON.parse(key) as Needs, scenarios: members.map(({ scenario }) => scenario) }));
}

export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { rounds, seed, say = () => undefined } = options;
  const report: ChaosReport = { rows: [], skipped: [] };
  const bin = options.databases.includes('postgresql') ? postgresBin() : null;
  const postgres = bin === null ? null : await startPostgres(bin);
  const stop = (): void => postgres?.stop();
  process.once('exit', stop);
  try {
    for (let round = 1; round <= rounds; round += 1)
      for (const { needs, scenarios } of groups(options)) {
        const why = whyNot(needs, postgres);
        if (why !== null) {
          report.skipped.push(...scenarios.map(({ name }) => `${name} on ${needs.kind}: ${why}`));
          continue;
        }
        const random = randomOf(seed + round);
        const place = await Place.open(needs, postgres, random);
        try {
          for (const scenario of scenarios) {
            const row = await runOne(scenario, place, { round, kind: needs.kind, random, short: options.short });
            report.rows.push(row);
            say(
              `${row.scenario} on ${row.database}, round ${String(round)}: ${row.problems.length === 0 ? 'held' : row.problems.slice(0, 20).join('; ')}`,
            );
          }
        } finally {
          await place.close();
          for (const node of place.nodes)
            for (const [message, times] of node.logged) say(`  ${node.name} logged ${String(times)} times: ${message}`);
        }
      }
  } finally {
    process.off('exit', stop);
    stop();
  }
  return report;
}

function whyNot({ kind, smallDisk }: Needs, postgres: ThrowawayPostgres | null): string | null {
  if (kind === 'postgresql' && postgres === null) return 'PostgreSQL is not installed';
  return smallDisk && !canMakeSmallDisk() ? 'a small file system needs root, or Linux with user namespaces' : null;
}

interface Run {
  round: number;
  kind: Database['kind'];
  random: () => number;
  short: boolean;
}

async function runOne(scenario: Scenario, place: Place, { round, kind, random, short }: Run): Promise<ChaosRow> {
  const { facts, load, receiver, requests, nodes } = place;
  const problems: string[] = [];
  const figures: Record<string, number> = {};
  const before = { acknowledged: facts.acknowledged, calls: facts.ready.length, repeated: receiver.repeated, again: againOf(place) };
  if (scenario.idle !== true) {
    load.start();
    await wait(short ? SHORT_LOAD_MS : LOAD_MS);
  }
  await scenario.strike({
    place,
    random,
    short,
    problem: (text) => problems.push(text),
    figure: (name, ms) => (figures[name] = Math.max(figures[name] ?? 0, Math.round(ms))),
  });
  if (scenario.idle === true) load.start();
  const backMs = await back(place);
  if (backMs === null) problems.push('nothing was answered within a minute after the failure');
  await load.stop();
  await place.settled();
  const held = await verify({
    ...place,
    facts,
    receiver,
    reader: place.reader,
    known: place.verified,
    older: place.older,
    cutRecordings: scenario.smallDisk === true,
  });
  const repeated = receiver.repeated - before.repeated;
  if (repeated > 0 && !scenario.mayRepeat) problems.push(`${String(repeated)} webhooks came twice, and nobody who sent them had died`);
  problems.push(...requests.problems.splice(0), ...nodes.flatMap((node) => node.unforeseen.splice(0)), ...held.problems);
  const fresh = problems.filter((problem) => !place.told.has(problem));
  for (const problem of fresh) place.told.add(problem);
  return {
    scenario: scenario.name,
    database: kind,
    round,
    acknowledged: facts.acknowledged - before.acknowledged,
    calls: held.calls - before.calls,
    events: held.events,
    again: againOf(place) - before.again,
    repeated,
    longestLossMs: held.longestLossMs,
    backMs: backMs ?? BACK_WITHIN_MS,
    figures,
    problems: fresh,
  };
}

const againOf = ({ requests: { figures } }: Place): number => figures.refused + figures.unreachable;

/** How long it takes until more is acknowledged and a call begins; null when it does not. */
async function back({ facts }: Place): Promise<number | null> {
  const began = performance.now();
  const before = { acknowledged: facts.acknowledged, ready: facts.ready.length };
  while (performance.now() - began < BACK_WITHIN_MS) {
    if (facts.acknowledged > before.acknowledged + 3 && facts.ready.length > before.ready) return Math.round(performance.now() - began);
    await wait(20);
  }
  return null;
}
