/** The caller's side of a call: frames to the detector, utterances to the recogniser, both as inputs of the turn core. */
import { AppError, type CallInput, type Word } from '@parley/contract';
import { CALLER_SAMPLE_RATE, FRAME_MS, samplesPerFrame, type Frame } from '../audio/frame.ts';
import { withDefect, type ReportDefect } from '../defects.ts';
import type { SpeechContext, SttEngine, SttSession } from '../stt/stt.ts';
import { initialSegmenter, segment, type SegmenterOptions, type SegmenterState, type SpeechBoundary } from '../vad/segmenter.ts';
import type { VadEngine, VadResult, VadSession } from '../vad/vad.ts';

/** Audio before the detected onset that the recogniser hears: the detector is late and soft consonants come first. */
const PRE_ROLL_MS = 320;
/** Silence after the last result with speech; the recogniser must not hear much more than 300 ms of it. */
const HANGOVER_MS = 180;
/** A client that sends nothing for this long is taken as silent, so that its last words still come to an end. */
const GAP_MS = 200;
/** Frames of the recording's caller side that may wait; more is a burst after a network stall. */
const RECORDING_BACKLOG_FRAMES = 15;
const MAX_REOPENS = 3;

const SILENCE: Frame = new Int16Array(samplesPerFrame(CALLER_SAMPLE_RATE));

export interface CallerAudioOptions {
  vad: VadEngine;
  stt: SttEngine;
  context: SpeechContext;
  /** Call time in ms. */
  now: () => number;
  dispatch: (input: CallInput) => void;
  report: ReportDefect;
  signal: AbortSignal;
}

type SttOperation = (session: SttSession) => void;

export class CallerAudio {
  readonly #options: CallerAudioOptions;
  readonly #vad: VadSession;
  readonly #segmenting: SegmenterOptions;
  #segmenter: SegmenterState = initialSegmenter;
  #stt: SttSession | null = null;
  /** What the recogniser is to do once it is open. */
  #pending: SttOperation[] = [];
  #reopens = 0;
  #frames = 0;
  #lastFrameMs: number;
  #preRoll: Frame[] = [];
  #utterance = 0;
  #open = false;
  /** Call time of each utterance's first frame. */
  #utteranceStartMs = 0;
  #forRecording: Frame[] = [];

  constructor(options: CallerAudioOptions) {
    this.#options = options;
    this.#lastFrameMs = options.now();
    this.#segmenting = { onsetDelayMs: options.vad.onsetDelayMs, offsetDelayMs: options.vad.offsetDelayMs, hangoverMs: HANGOVER_MS };
    this.#vad = options.vad.open({
      onResult: (result) => this.#onResult(result),
      onFailed: (error) => this.#onDetectorFailed(error),
    });
    this.#openRecogniser();
  }

  push(frame: Frame): void {
    this.#lastFrameMs = this.#options.now();
    this.#hear(frame);
  }

  /** Called every 20 ms of call time; answers with the caller's frame for the recording. */
  tick(nowMs: number): Frame {
    if (nowMs - this.#lastFrameMs > GAP_MS) this.#hear(SILENCE);
    return this.#forRecording.shift() ?? SILENCE;
  }

  close(): void {
    try {
      this.#vad.close();
    } catch (error) {
      this.#options.report(error, 'vad');
    }
    this.#closeRecogniser();
    this.#pending = [];
  }

  #closeRecogniser(): void {
    const session = this.#stt;
    this.#stt = null;
    try {
      session?.close();
    } catch (error) {
      this.#options.report(error, 'stt');
    }
  }

  #hear(frame: Frame): void {
    this.#frames += 1;
    this.#forRecording.push(frame);
    if (this.#forRecording.length > RECORDING_BACKLOG_FRAMES) this.#forRecording.shift();
    this.#preRoll.push(frame);
    if (this.#preRoll.length * FRAME_MS > PRE_ROLL_MS + this.#segmenting.onsetDelayMs) this.#preRoll.shift();
    if (this.#open) this.#tell((session) => session.push(frame));
    try {
      this.#vad.push(frame);
    } catch (error) {
      this.#onDetectorFailed(error);
    }
  }

  #onDetectorFailed(error: unknown): void {
    const message = error instanceof AppError ? error.message : 'The voice detector failed.';
    this.#options.dispatch({ type: 'stt.failed', code: 'vad_failed', message, ...withDefect(this.#options.report(error, 'vad')) });
  }

  /** Call time of a moment in the caller's audio: the newest frame was spoken just now. */
  #callMs(audioMs: number): number {
    return Math.max(0, this.#options.now() - (this.#frames * FRAME_MS - audioMs));
  }

  #onResult(result: VadResult): void {
    const { state, boundary } = segment(this.#segmenter, result, this.#segmenting);
    this.#segmenter = state;
    if (boundary !== null) this.#onBoundary(boundary);
  }

  #onBoundary({ type, audioMs }: SpeechBoundary): void {
    const speechMs = Math.round(this.#callMs(audioMs));
    if (type === 'started') {
      this.#utterance += 1;
      this.#open = true;
      const frames = [...this.#preRoll];
      this.#utteranceStartMs = this.#callMs(this.#frames * FRAME_MS) - frames.length * FRAME_MS;
      const utterance = this.#utterance;
      this.#options.dispatch({ type: 'user_speech.started', utterance, speech_ms: speechMs });
      this.#tell((session) => {
        session.start(utterance);
        for (const frame of frames) session.push(frame);
      });
      return;
    }
    this.#open = false;
    this.#options.dispatch({ type: 'user_speech.ended', utterance: this.#utterance, speech_ms: speechMs });
    this.#tell((session) => session.finish());
  }

  #tell(operation: SttOperation): void {
    if (this.#stt === null) return void this.#pending.push(operation);
    try {
      operation(this.#stt);
    } catch (error) {
      this.#onRecogniserFailed(error);
    }
  }

  #openRecogniser(): void {
    const { stt, context, dispatch, signal } = this.#options;
    const listener = {
      onPartial: (utterance: number, text: string) => dispatch({ type: 'user_transcript.partial', utterance, text }),
      onFinal: (utterance: number, result: { text: string; words: Word[]; rejected: boolean }) => {
        dispatch({
          type: 'user_transcript.final',
          utterance,
          text: result.text,
          rejected: result.rejected,
          words: this.#inCallTime(result.words),
        });
      },
      onFailed: (error: Error) => this.#onRecogniserFailed(error),
    };
    const open = async (): Promise<void> => this.#onRecogniserOpen(await stt.open(context, listener, signal));
    open().catch((error: unknown) => this.#onRecogniserFailed(error));
  }

  #onRecogniserOpen(session: SttSession): void {
    if (this.#options.signal.aborted) return session.close();
    this.#stt = session;
    const pending = this.#pending;
    this.#pending = [];
    for (const operation of pending) operation(session);
  }

  /** Opens another session; the utterance in progress is heard by it from here on. */
  #onRecogniserFailed(error: unknown): void {
    const { signal, dispatch, report } = this.#options;
    if (signal.aborted) return;
    const defect = report(error, 'stt');
    this.#closeRecogniser();
    this.#pending = [];
    this.#reopens += 1;
    if (this.#reopens > MAX_REOPENS) {
      const message = error instanceof AppError ? error.message : 'The recogniser failed.';
      dispatch({ type: 'stt.failed', code: 'stt_failed', message, ...withDefect(defect) });
      return;
    }
    if (this.#open) {
      const utterance = this.#utterance;
      this.#pending.push((session) => session.start(utterance));
    }
    this.#openRecogniser();
  }

  #inCallTime(words: readonly Word[]): Word[] {
    return words.map((word) => ({
      text: word.text,
      start_ms: Math.max(0, Math.round(word.start_ms + this.#utteranceStartMs)),
      end_ms: Math.max(0, Math.round(word.end_ms + this.#utteranceStartMs)),
    }));
  }
}
