/** The sound of one call in the browser: microphone in, agent out, a level of each from what is really heard. */
export interface Microphone {
  stream: MediaStream;
  /** Null when the person can speak; else why this call is typed. */
  refusal: string | null;
}

function refusalOf(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError')
    return 'The browser refused the microphone, so this call is typed. Allow it beside the address bar to speak.';
  if (name === 'NotFoundError') return 'There is no microphone, so this call is typed.';
  return 'The microphone could not be started, so this call is typed.';
}

/** Smallest root mean square that shows, in dB. */
const FLOOR_DB = -60;

/** 0 to 100. */
function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const db = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
  return Math.round(Math.max(0, Math.min(1, (db - FLOOR_DB) / (-6 - FLOOR_DB))) * 100);
}

export class CallAudio {
  readonly context = new AudioContext({ latencyHint: 'interactive' });
  readonly #agentGain = this.context.createGain();
  readonly #caller = this.#analyser();
  readonly #agent = this.#analyser();
  readonly #buffer = new Float32Array(this.#caller.fftSize);
  #microphone: MediaStream | null = null;
  #element: HTMLAudioElement | null = null;

  constructor() {
    this.#agentGain.connect(this.#agent).connect(this.context.destination);
  }

  async openMicrophone(): Promise<Microphone> {
    // Absent on pages that are neither https nor localhost.
    const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
    if (devices === undefined)
      return this.#silent('Browsers give the microphone to https pages and localhost only, so this call is typed.');
    try {
      const stream = await devices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
      this.#microphone = stream;
      this.context.createMediaStreamSource(stream).connect(this.#caller);
      return { stream, refusal: null };
    } catch (error) {
      return this.#silent(refusalOf(error));
    }
  }

  /** Where the agent's sound goes in. */
  get agentInput(): AudioNode {
    return this.#agentGain;
  }

  playRemote(stream: MediaStream): void {
    // Chromium decodes a remote stream for WebAudio only while an element plays it too.
    const element = new Audio();
    element.muted = true;
    element.srcObject = stream;
    void element.play().catch(() => undefined);
    this.#element = element;
    this.context.createMediaStreamSource(stream).connect(this.#agentGain);
  }

  /** Silences what is still on its way from the network, at once. */
  silenceAgent(): void {
    this.#setGain(0);
  }

  unsilenceAgent(): void {
    this.#setGain(1);
  }

  levels(): { caller: number; agent: number } {
    return { caller: this.#level(this.#caller), agent: this.#level(this.#agent) };
  }

  close(): void {
    for (const track of this.#microphone?.getTracks() ?? []) track.stop();
    if (this.#element !== null) this.#element.srcObject = null;
    void this.context.close().catch(() => undefined);
  }

  #silent(refusal: string): Microphone {
    const destination = this.context.createMediaStreamDestination();
    const source = this.context.createConstantSource();
    const gain = this.context.createGain();
    gain.gain.value = 0;
    source.connect(gain).connect(destination);
    source.start();
    return { stream: destination.stream, refusal };
  }

  #setGain(value: number): void {
    this.#agentGain.gain.cancelScheduledValues(this.context.currentTime);
    this.#agentGain.gain.setTargetAtTime(value, this.context.currentTime, 0.005);
  }

  #analyser(): AnalyserNode {
    const analyser = this.context.createAnalyser();
    analyser.fftSize = 1_024;
    return analyser;
  }

  #level(analyser: AnalyserNode): number {
    analyser.getFloatTimeDomainData(this.#buffer);
    return levelOf(this.#buffer);
  }
}
