/** A call over WebRTC: one offer with all candidates, one answer; messages on the data channel `events`. */
import type { CreatedCall } from '@parley/contract';
import { problemFrom } from '../api/problem.ts';
import { parseMessage, samePath, type MediaConnection, type MediaStart } from './media.ts';

const GATHERING_MS = 1_500;

function gathered(peer: RTCPeerConnection, signal: AbortSignal): Promise<void> {
  if (peer.iceGatheringState === 'complete') return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, GATHERING_MS);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    peer.addEventListener('icegatheringstatechange', () => peer.iceGatheringState === 'complete' && done());
    signal.addEventListener('abort', done, { once: true });
  });
}

async function answerTo(call: CreatedCall, sdp: string, signal: AbortSignal): Promise<string> {
  const url = samePath(call.webrtc_url);
  const headers = { 'Content-Type': 'application/sdp', Authorization: `Bearer ${call.client_token}` };
  const response = await fetch(url, { method: 'POST', headers, body: sdp, signal });
  if (!response.ok) throw await problemFrom(response);
  return response.text();
}

export async function connectWebRtc({ call, stream, audio, events, signal }: MediaStart): Promise<MediaConnection> {
  const peer = new RTCPeerConnection({ iceServers: call.ice_servers as RTCIceServer[], bundlePolicy: 'max-bundle' });
  const channel = peer.createDataChannel('events');
  for (const track of stream.getAudioTracks()) peer.addTrack(track, stream);
  peer.addEventListener('track', ({ track, streams }) => audio.playRemote(streams[0] ?? new MediaStream([track])));
  channel.addEventListener('open', events.onOpen);
  channel.addEventListener('message', ({ data }) => {
    const message = parseMessage(data);
    if (message !== null) events.onMessage(message);
  });
  channel.addEventListener('close', events.onClosed);
  peer.addEventListener('connectionstatechange', () => {
    if (peer.connectionState === 'failed' || peer.connectionState === 'closed') events.onClosed();
  });
  try {
    await peer.setLocalDescription();
    await gathered(peer, signal);
    signal.throwIfAborted();
    const answer = await answerTo(call, peer.localDescription?.sdp ?? '', signal);
    await peer.setRemoteDescription({ type: 'answer', sdp: answer });
  } catch (error) {
    peer.close();
    throw error;
  }
  return {
    send: (message) => channel.send(JSON.stringify(message)),
    get isOpen() {
      return channel.readyState === 'open';
    },
    close: () => peer.close(),
  };
}
