/** The caller's side of the turn core: the utterances of the turn in progress. Pure. */
import type { CallInput, Word } from '@parley/contract';
import { unreachable } from '../unreachable.ts';

export interface Utterance {
  readonly id: number;
  /** Call time at which speech began. */
  readonly startMs: number;
  /** Null while the caller speaks. */
  readonly endMs: number | null;
  readonly partial: string;
  readonly final: { readonly text: string; readonly words: readonly Word[]; readonly rejected: boolean; readonly atMs: number } | null;
  /** When the detector said that speech had ended, which is later than `endMs`. */
  readonly endDetectedMs: number | null;
}

export interface UserTurn {
  readonly utterances: readonly Utterance[];
}

export const isSpeaking = (user: UserTurn | null): boolean => user?.utterances.at(-1)?.endMs === null;

/** True while an utterance has ended but its final transcript is not there. */
export const awaitsFinal = (user: UserTurn | null): boolean =>
  user?.utterances.some((one) => one.endMs !== null && one.final === null) ?? false;

const textOfUtterance = (one: Utterance): string => (one.final === null ? one.partial : one.final.text).trim();

/** What the caller has said in this turn as far as it is known: finals, and the partial of what is still open. */
export const textOf = (user: UserTurn | null): string =>
  (user?.utterances ?? [])
    .map(textOfUtterance)
    .filter((text) => text !== '')
    .join(' ');

export const wordsOf = (user: UserTurn | null): Word[] => (user?.utterances ?? []).flatMap((one) => [...(one.final?.words ?? [])]);

/** Speech outside the recogniser's domain, with nothing intelligible beside it. */
export const isUnintelligible = (user: UserTurn | null): boolean =>
  (user?.utterances ?? []).some((one) => one.final?.rejected === true) &&
  (user?.utterances ?? []).every((one) => one.final === null || one.final.rejected || one.final.text.trim() === '');

export const startOf = (user: UserTurn | null): number | null => user?.utterances[0]?.startMs ?? null;
export const endOf = (user: UserTurn | null): number | null => user?.utterances.at(-1)?.endMs ?? null;

/** Time between the detector's end of speech and the last final: what the recogniser cost. */
export function recognitionMs(user: UserTurn | null): number | null {
  const last = user?.utterances.at(-1);
  if (last === undefined || last.final === null || last.endDetectedMs === null) return null;
  return Math.max(0, last.final.atMs - last.endDetectedMs);
}

const change = (user: UserTurn, id: number, with_: (one: Utterance) => Utterance): UserTurn => ({
  utterances: user.utterances.map((one) => (one.id === id ? with_(one) : one)),
});

/** The turn after `input`; inputs about other things, and late ones about utterances already committed, change nothing. */
export function reduceUserTurn(user: UserTurn | null, input: CallInput, now: number): UserTurn | null {
  switch (input.type) {
    case 'user_speech.started': {
      const opened: Utterance = {
        id: input.utterance,
        startMs: input.speech_ms,
        endMs: null,
        partial: '',
        final: null,
        endDetectedMs: null,
      };
      return { utterances: [...(user?.utterances ?? []), opened] };
    }
    case 'user_speech.ended':
      return (
        user && change(user, input.utterance, (one) => ({ ...one, endMs: Math.max(one.startMs, input.speech_ms), endDetectedMs: now }))
      );
    case 'user_transcript.partial':
      return user && change(user, input.utterance, (one) => (one.final === null ? { ...one, partial: input.text } : one));
    case 'user_transcript.final': {
      const { text, words, rejected } = input;
      return (
        user && change(user, input.utterance, (one) => ({ ...one, final: { text: rejected ? '' : text, words, rejected, atMs: now } }))
      );
    }
    case 'call.started':
    case 'context.injected':
    case 'function.finished':
    case 'hangup.requested':
    case 'llm.delta_received':
    case 'llm.failed':
    case 'llm.finished':
    case 'llm.function_called':
    case 'playout.finished':
    case 'playout.started':
    case 'playout.stopped':
    case 'stt.failed':
    case 'hearing.interrupted':
    case 'timer.fired':
    case 'defect.reported':
    case 'transport.closed':
    case 'tts.failed':
    case 'tts.finished':
    case 'tts.first_audio':
    case 'user_dtmf.received':
    case 'user_text.received':
      return user;
    default:
      return unreachable(input);
  }
}

/** Stops waiting for finals: partial transcripts count as they are. */
export const settleForPartials = (user: UserTurn, now: number): UserTurn => ({
  utterances: user.utterances.map((one) =>
    one.endMs !== null && one.final === null ? { ...one, final: { text: one.partial, words: [], rejected: false, atMs: now } } : one,
  ),
});
