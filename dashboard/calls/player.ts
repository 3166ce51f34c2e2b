/** The recording's player, outside React. */
export interface PlayerState {
  readonly timeMs: number;
  readonly playing: boolean;
  readonly rate: number;
  readonly failed: boolean;
}

export const RATES = [1, 1.5, 2, 0.75] as const;

export class Player {
  #state: PlayerState = { timeMs: 0, playing: false, rate: 1, failed: false };
  readonly #listeners = new Set<() => void>();
  readonly #audio = new Audio();
  #frame: number | null = null;

  constructor(url: string | null, startMs: number) {
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
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
  }

  #follow(): void {
    const tick = (): void => {
      this.#set({ timeMs: this.#audio.currentTime * 1_000 });
      this.#frame = this.#audio.paused ? null : requestAnimationFrame(tick);
    };
    this.#set({ playing: true });
    tick();
  }

  #set(change: Partial<PlayerState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
