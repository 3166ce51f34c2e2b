/* global AudioWorkletProcessor, registerProcessor, sampleRate */
// Microphone to 16 kHz PCM and back, for calls over the media WebSocket.
const MEDIA_RATE = 16000;
const FRAME = 320;

/** Averages the context's samples down to 16 kHz and posts frames of 20 ms. */
class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
    this.sum = 0;
    this.count = 0;
    this.phase = 0;
  }

  process(inputs) {
    const input = inputs[0]?.[0];
    if (input === undefined) return true;
    for (const sample of input) {
      this.sum += sample;
      this.count += 1;
      this.phase += MEDIA_RATE;
      if (this.phase < sampleRate) continue;
      this.phase -= sampleRate;
      this.push(this.sum / this.count);
      this.sum = 0;
      this.count = 0;
    }
    return true;
  }

  push(value) {
    this.frame[this.filled++] = Math.max(-1, Math.min(1, value)) * 32767;
    if (this.filled < FRAME) return;
    const full = this.frame;
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
    this.port.postMessage(full, [full.buffer]);
  }
}

/** Plays 16 kHz PCM after a small cushion; `clear` forgets what has not been heard. */
class Playback extends AudioWorkletProcessor {
  constructor() {
    super();
    this.samples = new Float32Array(MEDIA_RATE * 30);
    this.written = 0;
    this.position = 0;
    this.playing = false;
    this.port.onmessage = ({ data }) => {
      if (data === 'clear') {
        this.position = this.written;
        this.playing = false;
        return;
      }
      for (const sample of data) this.samples[this.written++ % this.samples.length] = sample / 32768;
    };
  }

  process(_inputs, outputs) {
    const output = outputs[0][0];
    const step = MEDIA_RATE / sampleRate;
    if (!this.playing && this.written - this.position > FRAME * 3) this.playing = true;
    for (let index = 0; index < output.length; index++) {
      if (!this.playing || this.position + 1 >= this.written) {
        this.playing = false;
        output[index] = 0;
        continue;
      }
      const at = Math.floor(this.position);
      const left = this.samples[at % this.samples.length];
      const right = this.samples[(at + 1) % this.samples.length];
      output[index] = left + (right - left) * (this.position - at);
      this.position += step;
    }
    return true;
  }
}

registerProcessor('parley-capture', Capture);
registerProcessor('parley-playback', Playback);
