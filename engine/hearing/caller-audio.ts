/**
 * The caller's side of a call: frames to the detector, utterances to the recogniser, both as inputs of the turn core; and the caller's side of the
 * recording. Audio has its place by its own length: when it comes says little, as clients send in chunks and event loops stand still.
 */
import type { CallInput } from '@parley/contract';
import { FRAME_MS, type Frame } from '../audio/frame.ts';
import { rms } from '../audio/level.ts';
import type { Clock } from '../clock.ts';
import type { ReportDefect } from '../defects.ts';
import type { SpeechContext, SttEngine } from '../stt/stt.ts';
import { initialSegmenter, segment, type SegmenterOptions, type SegmenterState, type SpeechBoundary } from '../vad/segmenter.ts';
import type { VadEngine, VadResult } from '../vad/vad.ts';
import { Arrivals } from './arrivals.ts';
import { CONTEXT_MS, Detector } from './detector.ts';
import { Recogniser } from './recogniser.ts';
import { RecordingLine, SILENCE, type BothSides } from './recording-line.ts';
import { HEARING_DEFAULTS, type HearingSettings } from './settings.ts';
import { frameAt, Tape } from './tape.ts';

/** Audio before the onset that the recogniser hears: soft consonants come first. */
const PRE_ROLL_MS = 320;
/** Silence after the last result with speech; the recogniser must not hear much more than 300 ms of it. */
const HANGOVER_MS = 180;
/** While nobody speaks, a frame below this level (root mean square, full scale 1) is silence that the recording can do without. */
const QUIET_LEVEL = 0.02;

export interface CallerAudioOptions {
  vad: VadEngine;
  stt: SttEngine;
  context: SpeechContext;
  /** Call time of the first audio, and the last utterance before it; where another process carried the call before. */
  begins?: { atMs: number; utterance: number };
  settings?: Partial<HearingSettings> | undefined;
  clock: Clock;
  /** Call time in ms. */
  now: () => number;
  dispatch: (input: CallInput) => void;
  report: ReportDefect;
  /** Told of an exception of ours: the call is to end. */
  fail: (error: unknown) => void;
  signal: AbortSignal;
}

export class CallerAudio {
  readonly #options: CallerAudioOptions;
  readonly #settings: HearingSettings;
  readonly #tape: Tape;
  readonly #arrivals: Arrivals;
  readonly #recording: RecordingLine;
  readonly #detector: Detector;
  readonly #recogniser: Recogniser;
  readonly #segmenting: SegmenterOptions;
  #segmenter: SegmenterState = initialSegmenter;
  /** What came in this turn of the event loop. */
  #arrived: Frame[] = [];
  /** Call time of the tape's end. */
  #endsAtMs = 0;
  /** Dropped as too far ahead of real time and not told yet; when it was told last. */
  #droppedMs = 0;
  #toldMs = -Infinity;
  #attends = true;
  #utterance = 0;
  /** Place on the tape up to which the recogniser has heard the utterance in progress. */
  #heardMs = 0;
  /** Place and call time of the boundary before. */
  #boundary = { audioMs: 0, callMs: 0 };

  constructor(options: CallerAudioOptions) {
    const { vad, stt, context, clock, dispatch, report, signal } = options;
    this.#options = options;
    this.#settings = { ...HEARING_DEFAULTS, ...options.settings };
    const { atMs, utterance } = options.begins ?? { atMs: 0, utterance: 0 };
    this.#recording = new RecordingLine(atMs);
    this.#endsAtMs = atMs;
    this.#utterance = utterance;
    this.#boundary = { audioMs: 0, callMs: atMs };
    const settings = this.#settings;
    const guard = (work: () => void) => () => this.#guarded(work);
    const { onsetDelayMs, offsetDelayMs } = vad;
    this.#segmenting = { onsetDelayMs, offsetDelayMs, hangoverMs: HANGOVER_MS, maxSpeechMs: settings.maxUtteranceMs };
    this.#tape = new Tape(settings.keptAudioMs + CONTEXT_MS);
    this.#arrivals = new Arrivals(settings, options.now());
    const shared = { clock, settings, dispatch, report, guard, signal };
    this.#recogniser = new Recogniser({ ...shared, stt, context });
    this.#detector = new Detector({ ...shared, vad, tape: this.#tape, onJudged: (result) => this.#onJudged(result) });
  }

  /** From here on it may tell of failures. */
  open(): void {
    if (this.#options.signal.aborted) return;
    this.#recogniser.open();
    this.#detector.open();
  }

  /** False: what comes from now on is taken as silence, and nothing else of it is kept. */
  attend(attends: boolean): void {
    this.#attends = attends;
  }

  /** Never throws: it is called by what carries other calls as well. */
  push(frame: Frame): void {
    this.#arrived.push(this.#attends ? frame : SILENCE);
    // What a client sent as one chunk has one time: it is looked at whole.
    if (this.#arrived.length === 1) queueMicrotask(() => this.#guarded(() => this.#arrive()));
  }

  /** Called for every 20 ms of call time, with what the agent's side of the recording is then; answers with what both sides have by now. */
  tick(nowMs: number, agent: Frame): BothSides[] {
    const { elapsedMs, silentMs } = this.#arrivals.tick(nowMs, this.#endsAtMs);
    if (silentMs > 0) this.#hear(silence(silentMs), this.#endsAtMs + silentMs);
    const missingMs = Math.min(silentMs, this.#endsAtMs - this.#recording.callerMs);
    this.#recording.pushCaller(silence(missingMs));
    this.#detector.tick(elapsedMs);
    this.#tellOfDropped(nowMs);
    return this.#recording.pushAgent(agent);
  }

  /** What the recording lacks at the end of the call, also when that is an exception of ours. */
  rest(): BothSides[] {
    try {
      this.#recording.pushCaller(this.#arrived.splice(0));
      return this.#recording.rest();
    } catch (error) {
      this.#options.report(error, 'core');
      return [];
    }
  }

  close(): void {
    this.#detector.close();
    this.#recogniser.close();
  }

  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.fail(error);
    }
  }

  #arrive(): void {
    const frames = this.#arrived.splice(0);
    if (this.#options.signal.aborted || frames.length === 0) return;
    const nowMs = this.#options.now();
    const room = Math.floor((this.#settings.maxAheadMs - (this.#recording.callerMs - nowMs)) / FRAME_MS);
    const taken = frames.slice(0, Math.max(0, room));
    this.#droppedMs += (frames.length - taken.length) * FRAME_MS;
    if (taken.length === 0) return;
    this.#record(taken, nowMs);
    this.#hear(taken, nowMs);
  }

  #record(frames: readonly Frame[], nowMs: number): void {
    const place = { recordedMs: this.#recording.callerMs, quiet: !this.#segmenter.speaking };
    const { lacksMs, surplusMs } = this.#arrivals.take(nowMs, frames.length * FRAME_MS, place);
    let room = Math.floor(surplusMs / FRAME_MS);
    const kept = frames.filter((frame) => room <= 0 || rms(frame) >= QUIET_LEVEL || (room--, false));
    this.#arrivals.tookOut((frames.length - kept.length) * FRAME_MS);
    this.#recording.pushCaller(silence(lacksMs));
    this.#recording.pushCaller(kept);
  }

  /** Once a second: a client that is too fast is so with each frame. */
  #tellOfDropped(nowMs: number): void {
    if (this.#droppedMs === 0 || nowMs - this.#toldMs < 1_000) return;
    const message = 'The audio ran too far ahead of real time.';
    this.#options.dispatch({ type: 'hearing.interrupted', part: 'vad', code: 'audio_dropped', message, dropped_ms: this.#droppedMs });
    this.#droppedMs = 0;
    this.#toldMs = nowMs;
  }

  #hear(frames: readonly Frame[], endsAtMs: number): void {
    this.#tape.push(frames);
    this.#endsAtMs = endsAtMs;
    this.#detector.hear();
  }

  /** Call time of a place on the tape. */
  #callMs(audioMs: number): number {
    return Math.max(0, this.#endsAtMs - (this.#tape.endMs - audioMs));
  }

  #onJudged(result: VadResult): void {
    const { state, boundaries } = segment(this.#segmenter, result, this.#segmenting);
    const spoke = this.#segmenter.speaking;
    this.#segmenter = state;
    if (spoke) this.#hearUpTo(result.audioMs);
    for (const boundary of boundaries) this.#onBoundary(boundary);
    if (state.speaking) this.#hearUpTo(result.audioMs);
    this.#tape.forget(result.audioMs - Math.max(CONTEXT_MS, PRE_ROLL_MS + this.#segmenting.onsetDelayMs));
  }

  #onBoundary({ type, audioMs }: SpeechBoundary): void {
    const { dispatch } = this.#options;
    const callMs = Math.max(this.#boundary.callMs, Math.round(this.#callMs(audioMs)));
    const from = frameAt(Math.max(this.#tape.startMs, this.#boundary.audioMs, audioMs - PRE_ROLL_MS));
    this.#boundary = { audioMs, callMs };
    if (type === 'ended') {
      dispatch({ type: 'user_speech.ended', utterance: this.#utterance, speech_ms: callMs });
      return this.#recogniser.finish();
    }
    this.#utterance += 1;
    this.#heardMs = from;
    dispatch({ type: 'user_speech.started', utterance: this.#utterance, speech_ms: callMs });
    this.#recogniser.start(this.#utterance, this.#callMs(from));
  }

  #hearUpTo(audioMs: number): void {
    for (const frame of this.#tape.between(this.#heardMs, audioMs)) this.#recogniser.push(frame);
    this.#heardMs = Math.max(this.#heardMs, frameAt(audioMs));
  }
}

const silence = (ms: number): Frame[] => Array.from({ length: Math.max(0, Math.floor(ms / FRAME_MS)) }, () => SILENCE);
