/** Both sides of the recording, frame by frame at the same call time. The caller's audio comes when it comes: the agent's waits for it. */
import { CALLER_SAMPLE_RATE, FRAME_MS, samplesPerFrame, type Frame } from '../audio/frame.ts';

export const SILENCE: Frame = new Int16Array(samplesPerFrame(CALLER_SAMPLE_RATE));

export interface BothSides {
  caller: Frame;
  agent: Frame;
}

export class RecordingLine {
  #caller: Frame[] = [];
  #agent: Frame[] = [];
  #callerFrames: number;

  /** Call time of its first frame, a multiple of 20 ms. */
  constructor(startMs: number) {
    this.#callerFrames = startMs / FRAME_MS;
  }

  /** How far the caller's side reaches, in call time. */
  get callerMs(): number {
    return this.#callerFrames * FRAME_MS;
  }

  pushCaller(frames: readonly Frame[]): void {
    this.#callerFrames += frames.length;
    this.#caller.push(...frames);
  }

  /** The agent's next 20 ms; answers with what both sides have. */
  pushAgent(frame: Frame): BothSides[] {
    this.#agent.push(frame);
    return this.#take(Math.min(this.#caller.length, this.#agent.length));
  }

  /** What is left at the end of the call: all of it, silence where one side has less. */
  rest(): BothSides[] {
    return this.#take(Math.max(this.#caller.length, this.#agent.length));
  }

  #take(count: number): BothSides[] {
    const caller = this.#caller.splice(0, count);
    const agent = this.#agent.splice(0, count);
    return Array.from({ length: count }, (_, index) => ({ caller: caller[index] ?? SILENCE, agent: agent[index] ?? SILENCE }));
  }
}
