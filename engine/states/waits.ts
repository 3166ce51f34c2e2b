/** What the core waits for and until when: one timer for each wait, cancelled by its own cause. Pure. */
import type { TimerName } from '@parley/contract';
import { agentInPlayout, isAwaitingVoice, phaseOf } from '../turns/agent-turn.ts';
import { endingVerdict } from './endpoint.ts';
import { untilFinal } from './finals.ts';
import { isAway, isOpen } from '../turns/gate.ts';
import { SHELL_ANSWERS_MS, LONG_SOUND_MS, MAX_TURN_MS } from '../turns/limits.ts';
import { lastingSoundMs, longSoundMs, wordsCountMs } from '../turns/overlap.ts';
import { awaitsFinal, endOf, isSpeaking, spokenOf, startOf, type UserTurn } from '../turns/user-turn.ts';
import { overlapFacts } from './overlapping.ts';
import type { CallState, Deadlines, Effect, PausedState, Shared } from './state.ts';
import { unreachable } from '../unreachable.ts';

/** Nobody has said anything: the reminder, and the end of the call. */
function untilSomebodySpeaks({ persona, remindersGiven, quietSinceMs, listeningSinceMs }: Shared): Deadlines {
  const { reminder, idle_timeout_ms } = persona.turnTaking;
  const reminds = reminder.after_ms > 0 && remindersGiven < reminder.max;
  return { ...(reminds ? { reminder: listeningSinceMs + reminder.after_ms } : {}), idle: quietSinceMs + idle_timeout_ms };
}

/** A sound without words holds neither reminder nor end up for longer than `LONG_SOUND_MS`. */
function whileSpeaking(shared: Shared, user: UserTurn): Deadlines {
  if (spokenOf(user) !== '') return { 'long-speech': (startOf(user) ?? 0) + MAX_TURN_MS };
  const soundMs = (user.utterances.at(-1)?.startMs ?? 0) + LONG_SOUND_MS;
  const deliberateMs = user.typed?.atMs ?? user.keys?.lastMs;
  if (deliberateMs !== undefined) return { 'long-speech': Math.max(deliberateMs + LONG_SOUND_MS, soundMs) };
  const { reminder, idle } = untilSomebodySpeaks(shared);
  return {
    ...(reminder === undefined ? {} : { reminder: Math.max(reminder, soundMs) }),
    ...(idle === undefined ? {} : { idle: Math.max(idle, soundMs) }),
  };
}

function listening(shared: Shared, now: number): Deadlines {
  const { user, gate, backSinceMs } = shared;
  // The silence of one who is away says nothing.
  if (isAway(gate)) return user === null || isSpeaking(user) ? {} : untilFinal(user, shared);
  if (user === null) return untilSomebodySpeaks(shared);
  if (isSpeaking(user)) return whileSpeaking(shared, user);
  if (awaitsFinal(user)) return untilFinal(user, shared);
  const deadline = Math.max(endOf(user) ?? now, backSinceMs) + endingVerdict(shared).silenceMs;
  return user.keys === null ? { endpointing: deadline } : { digits: deadline };
}

function agentsTurn({ agent, persona, gate }: Shared): Deadlines {
  if (agent === null || agentInPlayout(agent)) return {};
  const untilMs = agent.progressMs + persona.turnTaking.provider_timeout_ms;
  // Behind a closed gate no voice begins.
  if (isAwaitingVoice(agent)) return isOpen(gate) ? { 'await-voice': untilMs } : {};
  return phaseOf(agent) === 'thinking' ? { 'await-model': untilMs } : {};
}

function paused(state: PausedState, shared: Shared, now: number): Deadlines {
  if (state.stoppedMs !== null) return { 'await-verdict': state.stoppedMs + SHELL_ANSWERS_MS };
  const facts = overlapFacts(state, shared, now);
  if (facts === null || state.cut === null) return {};
  if (!isSpeaking(facts.user)) return untilFinal(facts.user, shared);
  const moments = [wordsCountMs(facts), lastingSoundMs(facts), longSoundMs(facts)].filter((at) => at !== null && at > now);
  return { 'await-verdict': moments.length === 0 ? longSoundMs(facts) : Math.min(...(moments as number[])) };
}

function ofState(state: CallState, shared: Shared, now: number): Deadlines {
  switch (state.name) {
    case 'listening':
      return listening(shared, now);
    case 'greeting':
    case 'thinking':
    case 'speaking':
    case 'running-function':
      return agentsTurn(shared);
    case 'paused':
      return paused(state, shared, now);
    case 'ending':
      return { ending: state.sinceMs + SHELL_ANSWERS_MS };
    case 'ended':
      return {};
    default:
      return unreachable(state);
  }
}

export function waitsOf(state: CallState, shared: Shared, now: number): Deadlines {
  if (shared.startedMs === null || state.name === 'ended') return {};
  const whole: Deadlines = state.name === 'ending' ? {} : { 'max-duration': shared.startedMs + shared.persona.turnTaking.max_call_ms };
  return { ...whole, ...ofState(state, shared, now) };
}

/**
 * A wait whose deadline stays the same keeps its timer, also when that has fired. One that fired before its deadline, as timers may by
 * a millisecond, is started again.
 */
export function changedWaits(before: Deadlines, after: Deadlines, { now, fired }: { now: number; fired: string | null }): Effect[] {
  const names = Object.keys({ ...before, ...after }) as TimerName[];
  return names.flatMap((timer): Effect[] => {
    const deadline = after[timer];
    const early = timer === fired && deadline !== undefined && deadline > now;
    if (deadline === before[timer] && !early) return [];
    return deadline === undefined ? [{ type: 'cancel-timer', timer }] : [{ type: 'start-timer', timer, ms: Math.max(0, deadline - now) }];
  });
}
