/** Feeds a recorded call's inputs to the turn core again. */
import { inCodes, type AgentSnapshot, type CallDecision, type CallEvent } from '@parley/contract';
import type { Core } from './states/state.ts';
import { initialCore, step } from './states/core.ts';
import { coreSettings } from './turns/settings.ts';

interface Replay {
  decisions: { at_ms: number; decision: CallDecision }[];
  core: Core;
}

/** What the core decides on the inputs of `events`. */
function replay(agent: AgentSnapshot, variables: Readonly<Record<string, string>>, events: readonly CallEvent[]): Replay {
  const settings = coreSettings(agent, variables);
  let core = initialCore;
  const decisions: Replay['decisions'] = [];
  for (const event of events) {
    if (event.kind !== 'input') continue;
    const stepped = step(core, event.event, event.at_ms, settings);
    core = stepped.core;
    for (const effect of stepped.effects) if (effect.type === 'decide') decisions.push({ at_ms: event.at_ms, decision: effect.decision });
  }
  return { decisions, core };
}

/** The decisions in a recorded log, to hold against `replay`; those of older engines in today's codes. */
const recordedDecisions = (events: readonly CallEvent[]): Replay['decisions'] =>
  events.flatMap((event) => (event.kind === 'decision' ? [{ at_ms: event.at_ms, decision: asDecidedToday(event.event) }] : []));

/** The sentence that an older engine gave beside what the code says is nothing that was decided. */
function asDecidedToday(recorded: CallDecision): CallDecision {
  const decision = inCodes(recorded);
  if (!('reason_text' in decision)) return decision;
  const { reason_text: _text, ...rest } = decision;
  return rest;
}

/** JSON with keys in order: a database need not keep the order in which they were written. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** The first place where the replay and the log differ, null when they agree. */
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
