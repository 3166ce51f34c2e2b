import type { CallDecision } from '@parley/contract';
import type { AnswerTimes } from './agent-turn.ts';

/** The answer time of a turn, from the caller's true end of speech to the first frame sent, and its parts in ms. */
export function measureAnswer(turn: number, times: AnswerTimes, firstAudioMs: number): CallDecision {
  const since = (from: number | null, to: number | null): number | null => (from === null || to === null ? null : Math.max(0, to - from));
  return {
    type: 'turn.measured',
    turn,
    e2e_ms: Math.max(0, firstAudioMs - times.userEndMs),
    endpointing_ms: times.typed ? null : since(times.userEndMs, times.committedMs),
    stt_ms: times.recognitionMs,
    llm_ms: since(times.requestedMs, times.firstClauseMs),
    tts_ms: since(times.firstClauseMs, firstAudioMs),
  };
}
