import type { CallStatus } from '@parley/contract';
import { Pill, type Tone } from '../ui/pill.tsx';

const SHOWN = {
  registered: { tone: 'neutral', word: 'waiting' },
  ongoing: { tone: 'green', word: 'live' },
  ended: { tone: 'neutral', word: 'ended' },
  error: { tone: 'red', word: 'failed' },
} as const satisfies Record<CallStatus, { tone: Tone; word: string }>;

export const statusInWords = (status: CallStatus): string => SHOWN[status].word;

export const CallStatusPill = ({ status }: { status: CallStatus }) => (
  <Pill tone={SHOWN[status].tone} live={status === 'ongoing'}>
    {SHOWN[status].word}
  </Pill>
);
