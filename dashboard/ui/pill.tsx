import type { ReactNode } from 'react';
import { cn } from './cn.ts';

const TONES = {
  neutral: 'bg-pressed text-soft',
  green: 'bg-green-soft text-green',
  amber: 'bg-amber-soft text-amber',
  red: 'bg-red-soft text-red',
  accent: 'bg-accent-soft text-accent-text',
  teal: 'bg-teal-soft text-teal',
} as const;
export type Tone = keyof typeof TONES;

/** A state: a colour and always a word. */
export const Pill = ({ tone, live = false, children }: { tone: Tone; live?: boolean; children: ReactNode }) => (
  <span
    className={cn(
      'inline-flex h-5 w-fit shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full px-2 text-xs font-medium',
      TONES[tone],
    )}
  >
    <span aria-hidden className={cn('size-1.5 rounded-full bg-current', live && 'animate-[pulse-ring_1.4s_ease-out_infinite]')} />
    {children}
  </span>
);
