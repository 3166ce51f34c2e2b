/** Feeds a recorded call's inputs to the turn core again. */
import type { AgentSnapshot, CallDecision, CallEvent } from '@parley/contract';
import type { Core } from './states/state.ts';
import { initialCore } from './states/core.ts';
import { safeStep } from './states/safe-step.ts';
import { personaOf } from './turns/persona.ts';
import { ENGINE_VERSION } from './version.ts';

interface Replay {
  decisions: { at_ms: number; decision: CallDecision }[];
  core: Core;
}

/** The log was written by another version of the turn core: its inputs would give other decisions here. */
export class OtherEngineVersion extends Error {
  readonly recorded: number | null;

  constructor(recorded: number | null) {
    super(
      `The call was recorded by ${recorded === null ? 'an engine without a version' : `version ${recorded} of the engine`}; version ${ENGINE_VERSION} cannot replay it.`,
    );
    this.recorded = recorded;
  }
}

/** Version of the engine that wrote the log, null where it says none. */
function engineOf(events: readonly CallEvent[]): number | null {
  const started = events.find((event) => event.event.type === 'call.started')?.event;
  return started?.type === 'call.started' ? (started.engine ?? null) : null;
}

/** What the core decides on the inputs of `events`. */
function replay(agent: AgentSnapshot, variables: Readonly<Record<string, string>>, events: readonly CallEvent[]): Replay {
  const recorded = engineOf(events);
  if (recorded !== ENGINE_VERSION) throw new OtherEngineVersion(recorded);
  let core = initialCore(personaOf(agent, variables));
  const decisions: Replay['decisions'] = [];
  for (const event of events) {
    if (event.kind !== 'input') continue;
    const stepped = safeStep(core, event.event, event.at_ms);
    core = stepped.core;
    for (const effect of stepped.effects) if (effect.type === 'decide') decisions.push({ at_ms: event.at_ms, decision: effect.decision });
  }
  return { decisions, core };
}

/** Where a call stood that was lost: what another process needs to go on with it. */
export interface Resumption {
  core: Core;
  /** Of the last recorded event. */
  seq: number;
  /** Call time of the last recorded event: it goes on from here, the time without a process is not counted. */
  atMs: number;
  /** Decisions on the last input that were not recorded any more. */
  unrecorded: readonly CallDecision[];
}

/** The call that broke off with the last of `events`; null when it had not begun, or is over. Throws `OtherEngineVersion`. */
export function resumptionOf(
  agent: AgentSnapshot,
  variables: Readonly<Record<string, string>>,
  events: readonly CallEvent[],
): Resumption | null {
  const last = events.at(-1);
  if (last === undefined || !events.some(({ event }) => event.type === 'call.started')) return null;
  const { core, decisions } = replay(agent, variables, events);
  if (core.state.name === 'ended') return null;
  const unrecorded = decisions.slice(recordedDecisions(events).length).map(({ decision }) => decision);
  return { core, seq: last.seq, atMs: last.at_ms, unrecorded };
}

/** The decisions in a recorded log, to hold against `replay`. */
const recordedDecisions = (events: readonly CallEvent[]): Replay['decisions'] =>
  events.flatMap((event) => (event.kind === 'decision' ? [{ at_ms: event.at_ms, decision: event.event }] : []));

/** JSON with keys in order: a database need not keep the order in which they were written. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** The first place where the replay and the log differ, null when they agree. Throws `OtherEngineVersion`. */
export function firstDifference(
  agent: AgentSnapshot,
  variables: Readonly<Record<string, string>>,
  events: readonly CallEvent[],
): { index: number; recorded: unknown; replayed: unknown } | null {
  const recorded = recordedDecisions(events);
  const replayed = replay(agent, variables, events).decisions;
  for (let index = 0; index < Math.max(recorded.length, replayed.length); index += 1) {
    if (canonical(recorded[index]) !== canonical(replayed[index])) return { index, recorded: recorded[index], replayed: replayed[index] };
  }
  return null;
}
