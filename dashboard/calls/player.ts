/** The recording's player, outside React. */
export interface PlayerState {
  readonly timeMs: number;
  readonly playing: boolean;
  readonly rate: number;
  readonly failed: boolean;
}

export const RATES = [1, 1.5, 2, 0.75] as const;

/** The screen's frames, in which the time is followed. */
export interface Frames {
  request: (draw: () => void) => number;
  cancel: (frame: number) => void;
}

const SCREEN: Frames = { request: (draw) => requestAnimationFrame(draw), cancel: (frame) => cancelAnimationFrame(frame) };

interface PlayerParts {
  audio?: HTMLAudioElement;
  frames?: Frames;
}

export class Player {
  #state: PlayerState = { timeMs: 0, playing: false, rate: 1, failed: false };
  readonly #listeners = new Set<() => void>();
  readonly #audio: HTMLAudioElement;
  readonly #frames: Frames;
  #frame: number | null = null;

  constructor(url: string | null, startMs: number, { audio = new Audio(), frames = SCREEN }: PlayerParts = {}) {
    this.#audio = audio;
    this.#frames = frames;
    this.#state = { ...this.#state, timeMs: startMs };
    this.#audio.preload = 'metadata';
    if (url !== null) this.#audio.src = url;
    this.#audio.addEventListener('loadedmetadata', () => (this.#audio.currentTime = this.#state.timeMs / 1_000), { once: true });
    this.#audio.addEventListener('play', () => this.#follow());
    for (const name of ['pause', 'ended'] as const) this.#audio.addEventListener(name, () => this.#set({ playing: false }));
    this.#audio.addEventListener('error', () => this.#set({ playing: false, failed: url !== null }));
  }

  readonly read = (): PlayerState => this.#state;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  toggle(): void {
    if (this.#state.playing) this.#audio.pause();
    else this.#audio.play().catch(() => this.#set({ playing: false }));
  }

  seek(ms: number): void {
    const timeMs = Math.max(0, ms);
    if (this.#audio.readyState > 0) this.#audio.currentTime = timeMs / 1_000;
    this.#set({ timeMs });
  }

  nextRate(): void {
    const at = RATES.findIndex((rate) => rate === this.#state.rate);
    const rate = RATES[(at + 1) % RATES.length] ?? 1;
    this.#audio.playbackRate = rate;
    this.#set({ rate });
  }

  close(): void {
    this.#audio.pause();
    this.#forget();
  }

  #forget(): void {
    if (this.#frame !== null) this.#frames.cancel(this.#frame);
    this.#frame = null;
  }

  #follow(): void {
    const tick = (): void => {
      // Before anything is loaded the audio stands at 0, wherever it is to begin.
      if (this.#audio.readyState > 0) this.#set({ timeMs: this.#audio.currentTime * 1_000 });
      this.#frame = this.#audio.paused ? null : this.#frames.request(tick);
    };
    this.#set({ playing: true });
    // It may play again before the frame in which it would have seen the pause.
    this.#forget();
    tick();
  }

  #set(change: Partial<PlayerState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
