/**
 * The version of the turn core is raised whenever it decides otherwise: calls that were recorded with this version replay to the same decisions.
 * Where they do not, raise `ENGINE_VERSION` (engine/version.ts) and record them anew: `RECORD_CALLS=1 npx vitest run engine/calls/recorded-calls.test.ts`.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { AgentConfig, type AgentSnapshot, type CallEvent } from '@parley/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstDifference } from '../replay.ts';
import { initialCore } from '../states/core.ts';
import { safeStep } from '../states/safe-step.ts';
import { personaOf } from '../turns/persona.ts';
import { ENGINE_VERSION } from '../version.ts';
import { hold, scenario } from './testing-random.ts';

const FILE = new URL('recorded-calls.jsonl', import.meta.url);
/** What the recorded calls are chosen from. */
const SEED = 20_261_128;
const HELD = 300;
const CALLS = 24;

const RAISE = `The core decides otherwise than version ${ENGINE_VERSION} of it did: raise ENGINE_VERSION in engine/version.ts, then record anew.`;
const ANEW = 'Record anew: RECORD_CALLS=1 npx vitest run engine/calls/recorded-calls.test.ts';

interface RecordedCall {
  agent: AgentSnapshot;
  variables: Record<string, string>;
  events: CallEvent[];
  /** Digest of the timers that the core keeps: the log has only those that fired. */
  timers: string;
}
interface Recording {
  engine: number;
  calls: RecordedCall[];
}

function timersOf({ agent, variables, events }: Omit<RecordedCall, 'timers'>): string {
  let core = initialCore(personaOf(agent, variables));
  const digest = createHash('sha256');
  for (const { kind, at_ms: atMs, event } of events) {
    if (kind !== 'input') continue;
    const stepped = safeStep(core, event, atMs);
    core = stepped.core;
    for (const effect of stepped.effects)
      if (effect.type === 'start-timer') digest.update(`${atMs} ${effect.timer} ${effect.ms};`);
      else if (effect.type === 'cancel-timer') digest.update(`${atMs} ${effect.timer};`);
  }
  return digest.digest('hex');
}

/** What happens in a call: each kind of event with its reason. */
const happeningsOf = ({ events }: RecordedCall): string[] =>
  events.map(({ event }) => {
    const { type, reason, timer, from, to } = event as Record<string, unknown>;
    return [type, reason, timer, from, to].join(' ');
  });

/** Call by call the one in which most happens that happened in none before; in the end the longest. */
function chosenFrom(held: readonly RecordedCall[]): RecordedCall[] {
  const seen = new Set<string>();
  const left = held.map((call) => ({ call, happenings: new Set(happeningsOf(call)) }));
  return Array.from({ length: CALLS }, () => {
    const worth = ({ call, happenings }: (typeof left)[number]): number =>
      [...happenings].filter((one) => !seen.has(one)).length * 10_000 + call.events.length;
    const best = left.reduce((one, other) => (worth(other) > worth(one) ? other : one));
    left.splice(left.indexOf(best), 1);
    for (const happening of best.happenings) seen.add(happening);
    return best.call;
  });
}

/** A line each: the version, and every call. */
function read(): Recording {
  const [head = '{}', ...calls] = readFileSync(FILE, 'utf8').trim().split('\n');
  return { engine: (JSON.parse(head) as { engine: number }).engine, calls: calls.map((line) => JSON.parse(line) as RecordedCall) };
}

/** What there is to be done, null: the version is the right one. */
function complaint({ engine, calls }: Recording): string | null {
  if (engine !== ENGINE_VERSION) return `The calls were recorded with version ${engine}, the core is version ${ENGINE_VERSION}. ${ANEW}`;
  for (const [index, { agent: recorded, variables, events, timers }] of calls.entries()) {
    // Settings that came later have their defaults.
    const agent = { ...recorded, config: AgentConfig.parse(recorded.config) };
    const difference = firstDifference(agent, variables, events);
    if (difference !== null) return `${RAISE} Call ${index + 1}: ${JSON.stringify(difference)}`;
    if (timersOf({ agent, variables, events }) !== timers) return `${RAISE} Call ${index + 1} has other timers.`;
  }
  return null;
}

async function record(): Promise<void> {
  // A recording that differs from one of the same version would hide what the version is to tell.
  const before = existsSync(FILE) ? read() : null;
  if (before?.engine === ENGINE_VERSION) expect(complaint(before)).toBeNull();
  const held: RecordedCall[] = [];
  for (const one of fc.sample(scenario, { seed: SEED, numRuns: HELD })) {
    const { rehearsal } = await hold(one);
    const { agent, variables, events } = rehearsal;
    held.push({ agent, variables, events, timers: timersOf({ agent, variables, events }) });
  }
  const calls = chosenFrom(held);
  writeFileSync(FILE, [{ engine: ENGINE_VERSION }, ...calls].map((line) => `${JSON.stringify(line)}\n`).join(''));
}

test('calls recorded with this version of the engine replay to the same decisions', { timeout: 120_000 }, async () => {
  if (process.env['RECORD_CALLS'] === '1') await record();
  const recording = read();
  expect(recording.calls).toHaveLength(CALLS);
  expect(complaint(recording)).toBeNull();
});

test('a core that decides otherwise is told to raise its version', () => {
  const { engine, calls } = read();
  const [call] = calls.filter(({ events }) => events.some(({ event }) => event.type === 'user_turn.committed'));
  if (call === undefined) throw new Error('no recorded call has a turn');
  const events = call.events.map((one) =>
    one.event.type === 'user_turn.committed' ? { ...one, event: { ...one.event, text: 'something else' } } : one,
  ) as CallEvent[];
  expect(complaint({ engine, calls: [{ ...call, events }] })).toContain('raise ENGINE_VERSION');
  expect(complaint({ engine: engine - 1, calls })).toContain('Record anew');
});
