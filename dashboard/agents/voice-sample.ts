/** One sample plays at a time. */
const listeners = new Set<() => void>();
let element: HTMLAudioElement | null = null;
let playing: string | null = null;

function set(url: string | null): void {
  playing = url;
  for (const listener of listeners) listener();
}

function stop(): void {
  element?.pause();
  element = null;
  set(null);
}

function play(url: string): void {
  const audio = new Audio(url);
  element = audio;
  const over = (): void => {
    if (element === audio) stop();
  };
  audio.addEventListener('ended', over);
  audio.addEventListener('error', over);
  set(url);
  audio.play().catch(over);
}

export const voiceSample = {
  read: (): string | null => playing,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  toggle(url: string): void {
    const wasPlaying = playing === url;
    stop();
    if (!wasPlaying) play(url);
  },
};
