/** A call over the media WebSocket, where UDP does not get through: 16 kHz PCM both ways. */
import { parseMessage, samePath, type MediaConnection, type MediaStart } from './media.ts';

const WORKLET = '/media-worklet.js';

function opened(socket: WebSocket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true });
    socket.addEventListener(
      'close',
      () => reject(new Error('The call could not be connected: neither WebRTC nor a WebSocket reaches the server.')),
      { once: true },
    );
    signal.addEventListener('abort', () => socket.close(), { once: true });
  });
}

export async function connectWebSocket({ call, stream, audio, events, signal }: MediaStart): Promise<MediaConnection> {
  const { context } = audio;
  await context.audioWorklet.addModule(WORKLET);
  signal.throwIfAborted();
  const url = samePath(call.media_url);
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${url}`);
  socket.binaryType = 'arraybuffer';
  await opened(socket, signal);

  const capture = new AudioWorkletNode(context, 'parley-capture', { numberOfOutputs: 0 });
  const playback = new AudioWorkletNode(context, 'parley-playback', { numberOfInputs: 0, outputChannelCount: [1] });
  playback.connect(audio.agentInput);
  capture.port.onmessage = ({ data }: MessageEvent<Int16Array<ArrayBuffer>>) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(data);
  };
  socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (data instanceof ArrayBuffer) return playback.port.postMessage(new Int16Array(data));
    const message = parseMessage(data);
    if (message === null) return;
    if (message.type === 'clear') playback.port.postMessage('clear');
    if (message.type === 'ready') {
      context.createMediaStreamSource(stream).connect(capture);
      events.onOpen();
    }
    events.onMessage(message);
  });
  socket.addEventListener('close', events.onClosed);
  socket.send(JSON.stringify({ type: 'start', encoding: 'pcm_s16le', sample_rate: 16_000 }));
  return {
    send: (message) => socket.send(JSON.stringify(message)),
    get isOpen() {
      return socket.readyState === WebSocket.OPEN;
    },
    close: () => {
      capture.disconnect();
      playback.disconnect();
      socket.close();
    },
  };
}
