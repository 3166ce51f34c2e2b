/** One slider for turn-taking: each stop stands for real numbers. Pure. */
import type { TurnTakingSettings } from '@parley/contract';

export interface Pace {
  name: string;
  says: string;
  complete: number;
  silence: number;
  incomplete: number;
  interruption: number;
}

export const PACES: readonly Pace[] = [
  {
    name: 'Very patient',
    says: 'Waits long: for people who think aloud, spell names or look things up.',
    complete: 900,
    silence: 1_500,
    incomplete: 3_000,
    interruption: 500,
  },
  { name: 'Patient', says: 'Gives people time to finish.', complete: 600, silence: 1_000, incomplete: 2_200, interruption: 350 },
  {
    name: 'Balanced',
    says: 'Answers soon after a complete sentence, waits after an open one.',
    complete: 350,
    silence: 700,
    incomplete: 1_500,
    interruption: 250,
  },
  {
    name: 'Quick',
    says: 'Answers fast; may cut in on a pause for thought.',
    complete: 250,
    silence: 500,
    incomplete: 1_000,
    interruption: 200,
  },
  { name: 'Very quick', says: 'For short questions and answers.', complete: 150, silence: 300, incomplete: 600, interruption: 150 },
];
export const BALANCED = 2;

/** The stop whose numbers these are, null for numbers of one's own. */
export function paceOf({ endpointing, interruption }: TurnTakingSettings): number | null {
  const at = PACES.findIndex(
    (pace) =>
      pace.complete === endpointing.complete_silence_ms &&
      pace.silence === endpointing.silence_ms &&
      pace.incomplete === endpointing.incomplete_silence_ms &&
      pace.interruption === interruption.min_speech_ms,
  );
  return at === -1 ? null : at;
}

/** The stop that comes closest. */
export function nearestPace({ endpointing }: TurnTakingSettings): number {
  const distance = (pace: Pace): number => Math.abs(pace.silence - endpointing.silence_ms);
  return PACES.reduce((best, pace, index) => (distance(pace) < distance(PACES[best] ?? pace) ? index : best), 0);
}

export function withPace(settings: TurnTakingSettings, index: number): TurnTakingSettings {
  const pace = PACES[index] ?? PACES[BALANCED];
  if (pace === undefined) return settings;
  return {
    ...settings,
    endpointing: {
      ...settings.endpointing,
      complete_silence_ms: pace.complete,
      silence_ms: pace.silence,
      incomplete_silence_ms: pace.incomplete,
    },
    interruption: { ...settings.interruption, min_speech_ms: pace.interruption },
  };
}
