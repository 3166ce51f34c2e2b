import { describe, expect, it } from 'vitest';
import { Player, RATES } from './player.ts';

/** An audio element that does what it is told, and plays when the test moves its time. */
class FakeAudio extends EventTarget {
  src = '';
  preload = '';
  currentTime = 0;
  playbackRate = 1;
  readyState = 0;
  paused = true;
  refusal: Error | null = null;

  async play(): Promise<void> {
    if (this.refusal !== null) throw this.refusal;
    this.paused = false;
    this.dispatchEvent(new Event('play'));
  }
  pause(): void {
    if (this.paused) return;
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }
  load(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('loadedmetadata'));
  }
  end(): void {
    this.paused = true;
    this.dispatchEvent(new Event('ended'));
  }
  fail(): void {
    this.dispatchEvent(new Event('error'));
  }
}

function open({ url = '/recording', startMs = 0 }: { url?: string | null; startMs?: number } = {}) {
  const audio = new FakeAudio();
  const waiting = new Map<number, () => void>();
  let last = 0;
  const frames = {
    request: (draw: () => void): number => {
      waiting.set(++last, draw);
      return last;
    },
    cancel: (frame: number): void => void waiting.delete(frame),
  };
  const player = new Player(url, startMs, { audio: audio as unknown as HTMLAudioElement, frames });
  /** The screen draws once, with the audio at `seconds`. */
  const draw = (seconds: number): void => {
    audio.currentTime = seconds;
    const due = [...waiting.values()];
    waiting.clear();
    for (const each of due) each();
  };
  return { player, audio, waiting, draw };
}

describe('a player that plays', () => {
  it('follows the time of the audio frame by frame', async () => {
    const { player, audio, draw } = open();
    audio.load();
    player.toggle();
    expect(player.read().playing).toBe(true);
    draw(1.5);
    expect(player.read().timeMs).toBe(1_500);
    draw(2);
    expect(player.read().timeMs).toBe(2_000);
  });

  it('is paused and follows no longer', () => {
    const { player, audio, draw, waiting } = open();
    audio.load();
    player.toggle();
    draw(1);
    player.toggle();
    expect(player.read().playing).toBe(false);
    draw(1);
    expect(waiting.size).toBe(0);
  });

  it('follows once, when it is paused and played within one frame', () => {
    const { player, audio, draw, waiting } = open();
    audio.load();
    player.toggle();
    player.toggle();
    player.toggle();
    draw(1);
    expect(waiting.size).toBe(1);
  });

  it('stops at the end, and can be played again', () => {
    const { player, audio, draw, waiting } = open();
    audio.load();
    player.toggle();
    draw(9);
    audio.end();
    draw(9);
    expect(player.read()).toMatchObject({ playing: false, timeMs: 9_000 });
    expect(waiting.size).toBe(0);
    player.toggle();
    expect(player.read().playing).toBe(true);
  });

  it('tells whoever listens, until they stop listening', () => {
    const { player, audio } = open();
    audio.load();
    const seen: number[] = [];
    const stop = player.subscribe(() => seen.push(player.read().timeMs));
    player.seek(100);
    stop();
    player.seek(200);
    expect(seen).toEqual([100]);
  });

  it('is quiet once it is closed', () => {
    const { player, audio, waiting } = open();
    audio.load();
    player.toggle();
    player.close();
    expect(audio.paused).toBe(true);
    expect(waiting.size).toBe(0);
  });
});

describe('seeking', () => {
  it('moves the audio and the time that is shown', () => {
    const { player, audio } = open();
    audio.load();
    player.seek(4_000);
    expect([audio.currentTime, player.read().timeMs]).toEqual([4, 4_000]);
  });

  it('goes no further back than the beginning', () => {
    const { player, audio } = open();
    audio.load();
    player.seek(-500);
    expect([audio.currentTime, player.read().timeMs]).toEqual([0, 0]);
  });

  it('before anything is loaded holds once it is', () => {
    const { player, audio } = open({ startMs: 1_000 });
    player.seek(7_000);
    expect(audio.currentTime).toBe(0);
    audio.load();
    expect(audio.currentTime).toBe(7);
  });

  it('keeps the place of the link when it is played before anything is loaded', () => {
    const { player, audio, draw } = open({ startMs: 30_000 });
    player.toggle();
    draw(0);
    expect(player.read().timeMs).toBe(30_000);
    audio.load();
    expect(audio.currentTime).toBe(30);
  });
});

describe('the rate', () => {
  it('goes round, in the audio as in what is shown', () => {
    const { player, audio } = open();
    const seen = RATES.map(() => {
      player.nextRate();
      expect(audio.playbackRate).toBe(player.read().rate);
      return player.read().rate;
    });
    expect(seen).toEqual([1.5, 2, 0.75, 1]);
  });
});

describe('a recording that cannot be played', () => {
  it('is said when it does not load', () => {
    const { player, audio } = open();
    audio.fail();
    expect(player.read()).toMatchObject({ failed: true, playing: false });
  });

  it('is no failure where there is no recording', () => {
    const { player, audio } = open({ url: null });
    audio.fail();
    expect(player.read().failed).toBe(false);
  });

  it('does not seem to play when the browser refuses to', async () => {
    const { player, audio } = open();
    audio.refusal = new Error('not allowed');
    player.toggle();
    await Promise.resolve();
    expect(player.read().playing).toBe(false);
  });
});
